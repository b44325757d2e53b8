"""Does a coordinator see whom other conditions concern before anybody hears of it, and is nothing kept lost?"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from vakwerk.foundation.models import Academy, OutgoingMail
from vakwerk.people.models import Person
from vakwerk.trajectories.editions.forms import initial_of
from vakwerk.trajectories.models import Edition, MemberSeats
from vakwerk.trajectories.tests.edition_factories import (
    enrol_all,
    make_organisation,
    make_people,
    open_edition,
)
from vakwerk.trajectories.tests.letters_written import letters_written

Browser = Callable[[Person], Client]


@pytest.fixture
def edition(academy: Academy, jeroen: Person) -> Edition:
    first = (timezone.now() + timedelta(days=20)).replace(hour=13, minute=30)
    first += timedelta(days=(1 - first.weekday()) % 7)
    return open_edition(by=jeroen, now=timezone.now(), first=first, capacity=2)


def _terms(edition: Edition, **other: Any) -> dict[str, Any]:
    """Return the form as the page fills it in, with something else in it."""
    first = {name: value for name, value in initial_of(edition).items() if value not in (None, False)}
    return {**first, "cost": f"{edition.cost // 100}", **other}


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"place": "Stadhuis, kamer 9"}, "3 mensen krijgen bericht, en hun agenda"),
        ({"cost": "125", "paid_by": "participant"}, "3 mensen krijgen bericht over wat meedoen kost"),
        ({"paid_by": "organisation"}, "3 mensen krijgen bericht over wat meedoen kost"),
        ({"is_mandatory": "on"}, "Leidinggevenden zien vanaf nu of hun mensen kwamen"),
        ({"name": "Najaar"}, "Niemand krijgt er bericht over"),
    ],
    ids=["place", "price", "payer", "mandatory", "name"],
)
def test_what_changes_is_shown_with_whom_it_concerns_before_anything_is_saved(
    browser: Browser, jeroen: Person, edition: Edition, other: dict[str, Any], said: str
) -> None:
    edition.capacity = 5
    edition.save()
    enrol_all(edition, make_people(3), now=timezone.now())
    client, address = browser(jeroen), f"/apeldoorn/coordinatie/uitvoeringen/{edition.pk}/voorwaarden/"
    before = OutgoingMail.objects.count()
    page = client.post(address, _terms(edition, **other)).content.decode()
    assert "Er is nog niets bewaard" in page
    assert "3 ingeschreven, " in page
    assert said in page
    fresh = Edition.objects.get(pk=edition.pk)
    assert initial_of(fresh) == initial_of(edition)
    assert OutgoingMail.objects.count() == before
    shown = re.search(r'name="shown"\s+value="([^"]*)"', page).group(1)  # type: ignore[union-attr]
    # Something else than what was shown is shown first.
    again = client.post(address, _terms(edition, **other, cost_note="Met lunch", shown=shown))
    assert "Met lunch" in again.content.decode()
    assert initial_of(Edition.objects.get(pk=edition.pk)) == initial_of(edition)
    assert client.post(address, _terms(edition, **other, shown=shown)).status_code == 302
    assert initial_of(Edition.objects.get(pk=edition.pk)) != initial_of(edition)


def test_whoever_takes_part_or_waits_hears_of_another_price(
    browser: Browser, jeroen: Person, edition: Edition
) -> None:
    enrol_all(edition, make_people(3), now=timezone.now())
    client, address = browser(jeroen), f"/apeldoorn/coordinatie/uitvoeringen/{edition.pk}/voorwaarden/"
    fields = _terms(edition, cost="125", paid_by="participant")
    page = client.post(address, fields).content.decode()
    shown = re.search(r'name="shown"\s+value="([^"]*)"', page).group(1)  # type: ignore[union-attr]
    letters_written()
    client.post(address, {**fields, "shown": shown})
    letters = letters_written()
    members = Person.objects.filter(given_name__startswith="Lid")
    assert sorted(one.to for one in letters) == sorted(one.email for one in members)
    assert all("125, je betaalt zelf" in one.text for one in letters)


def test_an_edition_without_people_in_it_changes_at_once(
    browser: Browser, jeroen: Person, edition: Edition
) -> None:
    address = f"/apeldoorn/coordinatie/uitvoeringen/{edition.pk}/voorwaarden/"
    assert browser(jeroen).post(address, _terms(edition, name="Najaar")).status_code == 302
    assert Edition.objects.get(pk=edition.pk).name == "Najaar"


def test_kept_seats_of_more_organisations_than_a_page_shows_all_stay(
    browser: Browser, jeroen: Person, edition: Edition
) -> None:
    places = [make_organisation(f"Gemeente {nth:03}") for nth in range(130)]
    for place in places[:100]:
        MemberSeats.objects.create(edition=edition, organisation=place, seats=1)
    client, address = browser(jeroen), f"/apeldoorn/coordinatie/uitvoeringen/{edition.pk}/plekken/"
    page = client.get(address).content.decode()
    shown = {f"kept_{place.pk}": "1" for place in places if f'name="kept_{place.pk}"' in page}
    assert len(shown) == 100
    more = {"another": places[120].pk, "another_seats": "3"}
    assert client.post(address, {**shown, **more, "capacity": "150"}).status_code == 302
    kept = dict(edition.member_seats.values_list("organisation_id", "seats"))
    assert kept == {**{place.pk: 1 for place in places[:100]}, places[120].pk: 3}


def test_kept_seats_that_no_form_names_are_not_touched_and_empty_ones_go(
    browser: Browser, jeroen: Person, edition: Edition
) -> None:
    first, second = make_organisation("Epe"), make_organisation("Heerde")
    for place in (first, second):
        MemberSeats.objects.create(edition=edition, organisation=place, seats=1)
    address = f"/apeldoorn/coordinatie/uitvoeringen/{edition.pk}/plekken/"
    # Somebody else kept seats for a third after this form was drawn.
    third = make_organisation("Hattem")
    client = browser(jeroen)
    client.post(address, {"capacity": "9", f"kept_{first.pk}": "", f"kept_{second.pk}": "2"})
    MemberSeats.objects.create(edition=edition, organisation=third, seats=1)
    assert dict(edition.member_seats.values_list("organisation_id", "seats")) == {second.pk: 2, third.pk: 1}
