"""Where are the pages of assessors? Below the address of an academy."""

from django.urls import path

from vakwerk.craft.assessment import views

urlpatterns = [
    path("beoordelen/", views.to_assess, name="to_assess"),
    path("beoordelen/<int:piece_id>/", views.assess, name="assess"),
    path("coordinatie/bewijs/", views.counts, name="evidence_counts"),
]
