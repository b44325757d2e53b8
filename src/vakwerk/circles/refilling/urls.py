"""Where are the pages of circles that empty? Below the address of an academy."""

from django.urls import path

from vakwerk.circles.refilling import views

CIRCLE = "coordinatie/kringen/<int:circle_id>/"

urlpatterns = [
    path(f"{CIRCLE}plaatsen/<int:seat_id>/terug/", views.take_back, name="take_back"),
    path(f"{CIRCLE}aanmelden/", views.sign_up_later, name="sign_up_later"),
    path(f"{CIRCLE}samenvoegen/", views.merge, name="merge_circles"),
    path(f"{CIRCLE}afzeggen/", views.call_off, name="call_off_circle"),
    path("coordinatie/rondes/<int:round_id>/afzeggen/", views.call_off_round, name="call_off_round"),
]
