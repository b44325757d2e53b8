"""Where are the pages about Vakwerk itself? Outside every academy."""

from django.urls import path

from vakwerk.foundation import showcase
from vakwerk.foundation.about import views

urlpatterns = [
    path("componenten/", showcase.components, name="components"),
    path("privacy/", views.privacy, name="privacy"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("hulp/", views.help_page, name="help"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path(".well-known/change-password", views.change_password, name="well_known_change_password"),
    path("robots.txt", views.robots_txt, name="robots_txt"),
]
