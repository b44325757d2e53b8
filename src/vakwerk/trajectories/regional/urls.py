"""Where are the pages of regional templates?"""

from django.urls import path

from vakwerk.trajectories.regional import views

urlpatterns = [
    path("coordinatie/regio/", views.region, name="region"),
    path("coordinatie/regio/<int:template_id>/", views.template, name="template"),
    path("coordinatie/leertrajecten/<int:trajectory_id>/delen/", views.share, name="share"),
    path("coordinatie/leertrajecten/<int:trajectory_id>/niet-delen/", views.unshare, name="unshare"),
    path("coordinatie/leertrajecten/<int:trajectory_id>/verschillen/", views.differences, name="differences"),
]
