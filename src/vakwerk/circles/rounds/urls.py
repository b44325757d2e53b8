"""Where are the pages of calls? Below the address of an academy."""

from django.urls import path

from vakwerk.circles.rounds.views import calls, importing, joining, pairings, sign_ups

ROUND = "coordinatie/rondes/<int:round_id>/"
CALL = "kringen/oproep/<int:round_id>/"

urlpatterns = [
    path("coordinatie/rondes/", calls.rounds, name="rounds"),
    path("coordinatie/rondes/nieuw/", calls.new_round, name="new_round"),
    path("coordinatie/rondes/bereik/", calls.reach, name="reach"),
    path(ROUND, calls.round_page, name="round"),
    path(f"{ROUND}wijzigen/", calls.edit_round, name="edit_round"),
    path(f"{ROUND}stap/<slug:act>/", calls.move_round, name="move_round"),
    path(f"{ROUND}verwijderen/", calls.delete_round, name="delete_round"),
    path(f"{ROUND}aanmeldingen/", sign_ups.sign_ups, name="sign_ups"),
    path(f"{ROUND}aanmeldingen/toevoegen/", sign_ups.add_people, name="add_sign_ups"),
    path(f"{ROUND}aanmeldingen/bestand/", importing.from_file, name="import_sign_ups"),
    path(f"{ROUND}aanmeldingen/voorbeeld/<slug:kind>/", importing.template_file, name="sign_up_template"),
    path(
        f"{ROUND}aanmeldingen/<int:person_id>/wijzigen/",
        sign_ups.change_sign_up,
        name="change_sign_up",
    ),
    path(f"{ROUND}aanmeldingen/<int:person_id>/intrekken/", sign_ups.withdraw, name="withdraw_sign_up"),
    path(f"{ROUND}herinnering/", sign_ups.remind, name="remind"),
    path(f"{ROUND}samen-of-apart/", pairings.pairings, name="pairings"),
    path(f"{ROUND}samen-of-apart/<int:pairing_id>/weg/", pairings.remove, name="remove_pairing"),
    path(CALL, joining.call, name="call"),
    path(f"{CALL}aanmelden/", joining.sign_up, name="sign_up"),
    path(f"{CALL}aangemeld/", joining.signed_up, name="signed_up"),
    path(f"{CALL}intrekken/", joining.withdraw, name="withdraw"),
]
