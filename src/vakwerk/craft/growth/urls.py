"""Where are the pages of growth? Below the address of an academy."""

from django.urls import path

from vakwerk.craft.growth.views import mine, sharing

urlpatterns = [
    path("mijn-groei/", mine.growth, name="growth"),
    path("mijn-groei/inschatten/", mine.estimate, name="estimate"),
    path("mijn-groei/delen/", sharing.share_growth, name="share_growth"),
    path("mijn-bewijs/<int:evidence_id>/delen/", sharing.share_evidence, name="share_evidence"),
    path("mijn-groei/gedeeld/<int:share_id>/stoppen/", sharing.stop_sharing, name="stop_sharing"),
    path("gedeeld-met-mij/", sharing.shared_with_me, name="shared_with_me"),
    path("gedeeld-met-mij/<int:share_id>/", sharing.shared, name="shared"),
]
