"""Where are the pages of badges? Below the address of an academy."""

from django.urls import path

from vakwerk.craft.badges.views import keeping, mine, public

MINE = "mijn-badges/"

urlpatterns = [
    path(MINE, mine.my_badges, name="my_badges"),
    path(f"{MINE}aanvragen/<int:reached_id>/", mine.request_badge, name="request_badge"),
    path(f"{MINE}<int:badge_id>/badge.json", mine.badge_file, name="badge_file"),
    path(f"{MINE}<int:badge_id>/certificaat.pdf", mine.badge_certificate, name="badge_certificate"),
    path(f"{MINE}<int:badge_id>/teruggeven/", mine.give_back, name="give_back_badge"),
    path("badges/uitgever/", public.issuer, name="badge_issuer"),
    path("badges/ingetrokken/<int:number>/", public.status, name="badge_status"),
    path("badges/<uuid:identifier>/", public.badge, name="badge"),
    path("did.json", public.did_document, name="did_document"),
    path("coordinatie/badges/", keeping.badge_keys, name="badge_keys"),
    path("coordinatie/badges/sleutel/", keeping.renew_key, name="renew_key"),
    path("coordinatie/badges/sleutel/<int:number>/gelekt/", keeping.distrust, name="distrust_key"),
    path("coordinatie/badges/intrekken/", keeping.revoke, name="revoke_badge"),
    path("coordinatie/badges/vrijgeven/", keeping.lift, name="lift_badge"),
]
