"""Where are the pages for bringing a catalogue in? Below the address of an academy."""

from django.urls import path

from vakwerk.trajectories.intake import views

ALL = "coordinatie/uitvoeringen/inlezen/"

urlpatterns = [
    path(ALL, views.imports, name="catalogue_imports"),
    path(f"{ALL}voorbeeld/<slug:kind>/", views.example, name="catalogue_example"),
    path(f"{ALL}<int:catalogue_import_id>/", views.preview, name="catalogue_import"),
    path(f"{ALL}<int:catalogue_import_id>/weg/", views.drop, name="drop_catalogue_import"),
]
