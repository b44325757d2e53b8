"""Where do frameworks leave and come in? Below the address of an academy."""

from django.urls import path

from vakwerk.craft.exchange import views

FRAMEWORK = "coordinatie/raamwerken/<int:framework_id>/"

urlpatterns = [
    path(f"{FRAMEWORK}case/<slug:language>/", views.export_case, name="export_case"),
    path(f"{FRAMEWORK}tabel/<slug:kind>/", views.export_table, name="export_table"),
    path("coordinatie/raamwerken/inlezen/", views.import_framework, name="import_framework"),
    path("coordinatie/raamwerken/inlezen/<int:file_id>/", views.framework_file, name="framework_file"),
    path(
        "coordinatie/raamwerken/inlezen/<int:file_id>/overnemen/", views.take_over, name="take_over_framework"
    ),
]
