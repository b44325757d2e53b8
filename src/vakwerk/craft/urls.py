"""Where are the pages of the craft room?"""

from django.urls import URLPattern, URLResolver

app_name = "craft"

urlpatterns: list[URLPattern | URLResolver] = []
