"""Where is everything? The front door: the addresses of all rooms."""

from django.urls import URLPattern, URLResolver, include, path

from vakwerk.demo import views as demo

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("vakwerk.people.entrance.urls")),
    path("demo/", demo.door, name="demo"),
    path("account/", include("allauth.urls")),
]
