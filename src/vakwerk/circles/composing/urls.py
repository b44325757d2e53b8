"""Where are the pages about composing? Names of the room of circles, below an academy's address."""

from django.urls import path

from vakwerk.circles.composing import views

urlpatterns = [
    path("coordinatie/rondes/<int:round_id>/samenstellen/", views.compose, name="compose"),
    path("coordinatie/rondes/<int:round_id>/samenstellen/<int:job_id>/", views.composing, name="composing"),
    path(
        "coordinatie/rondes/<int:round_id>/samenstellen/<int:job_id>/stop/",
        views.stop_composing,
        name="stop_composing",
    ),
]
