"""Where are the pages of circles? Below the address of an academy."""

from django.urls import include, path

app_name = "circles"
urlpatterns = [
    path("", include("vakwerk.circles.home.urls")),
    path("", include("vakwerk.circles.rounds.urls")),
    path("", include("vakwerk.circles.proposals.urls")),
    path("", include("vakwerk.circles.published.urls")),
    path("", include("vakwerk.circles.refilling.urls")),
]
