"""Where are the pages of the trajectories room?"""

from django.urls import URLPattern, URLResolver, include, path

app_name = "trajectories"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("vakwerk.trajectories.needs.urls")),
    path("", include("vakwerk.trajectories.design.urls")),
    path("", include("vakwerk.trajectories.regional.urls")),
    path("", include("vakwerk.trajectories.enrolment.urls")),
    path("", include("vakwerk.trajectories.attendance.urls")),
    path("", include("vakwerk.trajectories.editions.urls")),
    path("", include("vakwerk.trajectories.catalogue.urls")),
    path("", include("vakwerk.trajectories.intake.urls")),
]
