"""Where are the pages of the craft room?"""

from django.urls import URLPattern, URLResolver, include, path

app_name = "craft"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("vakwerk.craft.reading.urls")),
    path("", include("vakwerk.craft.frameworks.urls")),
    path("", include("vakwerk.craft.exchange.urls")),
    path("", include("vakwerk.craft.profiles.urls")),
    path("", include("vakwerk.craft.evidence.urls")),
    path("", include("vakwerk.craft.assessment.urls")),
    path("", include("vakwerk.craft.growth.urls")),
    path("", include("vakwerk.craft.badges.urls")),
]
