"""Where is everything? The front door: the addresses of all rooms."""

from django.urls import URLPattern, URLResolver, include, path

from vakwerk.demo import views as demo

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("vakwerk.people.entrance.urls")),
    path("demo/", demo.door, name="demo"),
    path("", include("vakwerk.foundation.about.urls")),
    path("<slug:academy>/", include("vakwerk.people.urls")),
    path("<slug:academy>/", include("vakwerk.craft.urls")),
    path("<slug:academy>/", include("vakwerk.knowledge.urls")),
    path("<slug:academy>/", include("vakwerk.trajectories.urls")),
    path("<slug:academy>/", include("vakwerk.circles.urls")),
    path("<slug:academy>/", include("vakwerk.foundation.urls")),
]

handler500 = "vakwerk.foundation.breakdowns.answer"
