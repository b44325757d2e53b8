"""Where are the coordinator's pages of editions? Below the address of an academy."""

from django.urls import path

from vakwerk.trajectories.editions.views import editions, parts, team

ALL = "coordinatie/uitvoeringen/"
ONE = f"{ALL}<int:edition_id>/"
SESSION = f"{ALL}bijeenkomst/<int:edition_session_id>/"

urlpatterns = [
    path(ALL, editions.editions, name="editions"),
    path(f"{ALL}nieuw/", editions.choose_trajectory, name="choose_trajectory"),
    path(f"{ALL}nieuw/<int:offered_id>/", editions.new_edition, name="new_edition"),
    path(SESSION, parts.change_session, name="change_session"),
    path(f"{SESSION}vervalt/", parts.cancel_session, name="cancel_session"),
    path(ONE, editions.edition, name="edition"),
    path(f"{ONE}voorwaarden/", editions.change_edition, name="change_edition"),
    path(f"{ONE}bijeenkomst/", parts.add_session, name="add_session"),
    path(f"{ONE}plekken/", parts.seats, name="edition_seats"),
    path(f"{ONE}trainers/", parts.trainers, name="edition_trainers"),
    path(f"{ONE}stand/<slug:edition_act>/", editions.end, name="end_edition"),
    path("aanbod/mijn-team/", team.my_team, name="my_team"),
]
