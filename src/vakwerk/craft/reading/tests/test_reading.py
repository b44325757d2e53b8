"""Does everybody read what is asked of them, and is it said plainly what nobody can be assessed on?"""

import pytest
from django.test import Client

from vakwerk.craft.frameworks import operations
from vakwerk.craft.profiles import operations as profiles
from vakwerk.craft.tests.framework_factories import (
    NOW,
    TODAY,
    adopted,
    competency,
    incomplete,
    own_draft,
    profile,
)
from vakwerk.craft.tests.framework_fixtures import queries_of
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.models import Academy
from vakwerk.people.models import Person

CRAFT = "/apeldoorn/vakmanschap/"
MOST_QUERIES = 30


def test_before_anything_is_adopted_the_page_says_so(
    academy: Academy, colleague: Client, coordinator: Client
) -> None:
    said = colleague.get(CRAFT).content.decode()
    assert "Hier is nog geen raamwerk vastgesteld." in said
    assert "/coordinatie/" not in said
    assert "Naar de raamwerken" in coordinator.get(CRAFT).content.decode()


def test_somebody_reads_what_holds_with_their_own_role_profile_first(
    jeroen: Person, esra: Person, colleague: Client
) -> None:
    holds = adopted(by=jeroen)
    profiles.give_profile(profile=profile(holds), people=[esra], by=jeroen, today=TODAY)
    page = colleague.get(CRAFT).content.decode()
    assert "Vastgesteld op 4\N{NO-BREAK SPACE}januari\N{NO-BREAK SPACE}2027 door college van B en W" in page
    assert page.index("Je rolprofiel") < page.index('id="group-1"')
    assert "Je werk streeft naar Gezel" in page
    assert "C07" not in page
    assert "Beheer" not in page


def test_pitfall_and_counterweight_stand_side_by_side(jeroen: Person, colleague: Client) -> None:
    one = competency(adopted(by=jeroen))
    page = colleague.get(f"{CRAFT}{one.pk}/").content.decode()
    assert "Valkuil" in page
    assert "Tegenwicht" in page
    assert str(one.pitfall) in page
    for other in one.counterweights.all():
        assert str(other.other.name) in page
    assert str(one.why) in page
    assert "4. Leermeester" in page


def test_what_is_missing_is_listed_with_a_way_to_mend_it_for_who_can(
    jeroen: Person, colleague: Client, coordinator: Client
) -> None:
    draft = own_draft(jeroen)
    innovative = incomplete(draft)
    holds = adopted(draft, by=jeroen)
    address = f"{CRAFT}{innovative.pk}/"
    said = colleague.get(address).content.decode()
    assert "Op deze competentie kan niemand worden beoordeeld" in said
    assert "Op de niveaus Leerling, Gezel, Meester en Leermeester is geen gedrag beschreven." in said
    assert "Vul aan wat ontbreekt" not in said
    mend = f"/apeldoorn/coordinatie/raamwerken/{holds.pk}/competenties/{innovative.pk}/"
    assert mend in coordinator.get(address).content.decode()
    # Once there is a draft, that is where it is mended.
    new = operations.new_version(framework=holds, by=jeroen, now=NOW)
    there = competency(new, innovative.key)
    mend = f"/apeldoorn/coordinatie/raamwerken/{new.pk}/competenties/{there.pk}/"
    assert mend in coordinator.get(address).content.decode()


def test_a_draft_is_read_by_nobody_else_until_it_is_laid_open(jeroen: Person, colleague: Client) -> None:
    draft = own_draft(jeroen)
    one = competency(draft)
    for address in (f"{CRAFT}versies/{draft.pk}/", f"{CRAFT}{one.pk}/"):
        assert colleague.get(address).status_code == 404
    operations.lay_open(framework=draft, by=jeroen, now=NOW)
    for address in (f"{CRAFT}versies/{draft.pk}/", f"{CRAFT}{one.pk}/"):
        assert colleague.get(address).status_code == 200
    assert "Concept" in colleague.get(f"{CRAFT}versies/").content.decode()


def test_what_held_before_stays_readable(jeroen: Person, colleague: Client) -> None:
    first = adopted(by=jeroen)
    adopted(operations.new_version(framework=first, by=jeroen, now=NOW), by=jeroen)
    page = colleague.get(f"{CRAFT}versies/{first.pk}/").content.decode()
    assert "Dit geldt niet meer" in page
    versions = colleague.get(f"{CRAFT}versies/").content.decode()
    assert "Geldt nu" in versions
    assert "Geldt niet meer" in versions


@pytest.mark.parametrize("naming", ["guild", "neutral"])
def test_levels_are_called_as_the_academy_chose(jeroen: Person, colleague: Client, naming: str) -> None:
    holds = operations.name_levels(framework=adopted(by=jeroen), naming=naming, by=jeroen)
    page = colleague.get(f"{CRAFT}{competency(holds).pk}/").content.decode()
    assert ("2. Gezel" in page) is (naming == "guild")
    assert ("2. Zelfstandig" in page) is (naming == "neutral")


def test_reading_takes_as_many_queries_however_much_there_is_to_read(
    jeroen: Person, esra: Person, colleague: Client
) -> None:
    draft = own_draft(jeroen)
    for nth in range(8):
        one = incomplete(draft, f"Nieuw {nth}")
        operations.add_indicator(
            competency=one, level=1, text=Bilingual(nl="Doet iets", en=""), by=None, now=NOW
        )
    few = adopted(by=jeroen)
    profiles.give_profile(profile=profile(few), people=[esra], by=jeroen, today=TODAY)
    reading = queries_of(colleague, CRAFT)
    single = queries_of(colleague, f"{CRAFT}{competency(few).pk}/")
    assert max(reading, single) <= MOST_QUERIES
    many = adopted(draft, by=jeroen)
    profiles.give_profile(profile=profile(many, "Regisseur"), people=[esra], by=jeroen, today=TODAY)
    assert queries_of(colleague, CRAFT) == reading
    assert queries_of(colleague, f"{CRAFT}{competency(many).pk}/") == single


def test_the_list_of_versions_takes_as_many_queries_however_many_there_are(
    jeroen: Person, colleague: Client, coordinator: Client
) -> None:
    holds = adopted(own_draft(jeroen), by=jeroen)
    addresses = [
        (colleague, f"{CRAFT}versies/"),
        (coordinator, f"{CRAFT}versies/"),
        (coordinator, "/apeldoorn/coordinatie/raamwerken/"),
    ]
    one = [queries_of(client, address) for client, address in addresses]
    for _nth in range(6):
        holds = adopted(operations.new_version(framework=holds, by=jeroen, now=NOW), by=jeroen)
    assert colleague.get(f"{CRAFT}versies/").content.decode().count("Versie ") == 7
    assert [queries_of(client, address) for client, address in addresses] == one
    assert max(one) <= MOST_QUERIES
