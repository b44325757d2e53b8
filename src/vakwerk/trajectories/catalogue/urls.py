"""Where are the pages of what is on offer? Below the address of an academy."""

from django.urls import path

from vakwerk.trajectories.catalogue import views

urlpatterns = [
    path("aanbod/", views.catalogue, name="catalogue"),
    path("aanbod/traject/<int:offered_id>/", views.trajectory, name="offered_trajectory"),
    path("aanbod/catalogus.json", views.download, name="catalogue_json"),
    path("coordinatie/uitvoeringen/aanbod/", views.settings, name="catalogue_settings"),
    path("coordinatie/uitvoeringen/aanbod/catalogus.xlsx", views.download_workbook, name="catalogue_xlsx"),
]
