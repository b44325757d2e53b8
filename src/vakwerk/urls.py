"""Where is everything? The front door: the addresses of all rooms."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.urls")),
    path("taal/", include("django.conf.urls.i18n")),
]
