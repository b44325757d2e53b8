"""Where are the pages of this room? Below the academy's address."""

from django.urls import path

from vakwerk.people.guests import views as guests
from vakwerk.people.intake import views as intake
from vakwerk.people.views import leaving, mine, persons, places, standing

app_name = "people"
_ONE = "coordinatie/mensen/<int:person_id>/"
_FILE = "coordinatie/mensen/inlezen/<int:import_id>/"
_GUEST = "coordinatie/mensen/gasten/<int:invitation_id>/"
_WHOLE = "coordinatie/organisaties/<int:organisation_id>/"
urlpatterns = [
    path("coordinatie/mensen/", persons.persons, name="persons"),
    path("coordinatie/mensen/nieuw/", persons.person_new, name="person_new"),
    path(_ONE, persons.person, name="person"),
    path(f"{_ONE}wijzigen/", persons.person_edit, name="person_edit"),
    path(f"{_ONE}rollen/", persons.person_roles, name="person_roles"),
    path(f"{_ONE}vertrek/", leaving.person_leave, name="person_leave"),
    path(f"{_ONE}wissen/", persons.person_erase, name="person_erase"),
    path(f"{_ONE}plek/", standing.place, name="place_new"),
    path(f"{_ONE}plek/<int:membership_id>/", standing.place, name="place"),
    path(f"{_ONE}band/", standing.bond_new, name="bond_new"),
    path(f"{_ONE}band/<int:bond_id>/weg/", standing.bond_end, name="bond_end"),
    path("coordinatie/mensen/inlezen/", intake.imports, name="imports"),
    path("coordinatie/mensen/inlezen/voorbeeld.xlsx", intake.import_template, name="import_template"),
    path(_FILE, intake.import_file, name="import"),
    path(f"{_FILE}kolommen/", intake.import_columns, name="import_columns"),
    path(f"{_FILE}weg/", intake.import_drop, name="import_drop"),
    path(f"{_FILE}fouten.csv", intake.import_wrong_rows, name="import_wrong_rows"),
    path("coordinatie/mensen/overdracht/", leaving.handovers, name="handovers"),
    path(
        "coordinatie/mensen/overdracht/<int:handover_id>/",
        leaving.settle_handover,
        name="settle_handover",
    ),
    path("coordinatie/mensen/gasten/", guests.guests, name="guests"),
    path("coordinatie/mensen/gasten/nieuw/", guests.guest_new, name="guest_new"),
    path(f"{_GUEST}opnieuw/", guests.guest_again, name="guest_again"),
    path(f"{_GUEST}intrekken/", guests.guest_withdraw, name="guest_withdraw"),
    path("coordinatie/organisaties/", places.organisations, name="organisations"),
    path("coordinatie/organisaties/nieuw/", places.organisation_edit, name="organisation_new"),
    path(_WHOLE, places.organisation, name="organisation"),
    path(f"{_WHOLE}wijzigen/", places.organisation_edit, name="organisation_edit"),
    path(f"{_WHOLE}onderdelen/nieuw/", places.unit_edit, name="unit_new"),
    path(f"{_WHOLE}onderdelen/<int:unit_id>/", places.unit_edit, name="unit"),
    path("mijn-gegevens/", mine.my_data, name="my_data"),
    path("mijn-gegevens/meenemen/", mine.take_my_data, name="take_my_data"),
    path("mijn-gegevens/naam/", mine.my_public_name, name="my_public_name"),
    path("mijn-gegevens/wissen/", mine.erase_me, name="erase_me"),
    path("welkom/", guests.welcome, name="welcome"),
]
