"""Are people who were ticked in a list ticked again after a session that ended? On every page with such a list."""

import re

import pytest
from django.urls import reverse
from tests.architecture.drawn_forms import forms_of
from tests.architecture.test_urls import BACKEND, LEAVES, _academy
from tests.architecture.url_examples import make_examples

from vakwerk.circles.tests import factories as circles
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.tests import factories as people

LISTS = {
    "circles:add_sign_ups": "round_id",
    "trajectories:enrol_people": "edition_id",
    "craft:give_profile": "profile_id",
}


def _boxes(page: str) -> dict[str, bool]:
    """Return which people have a box on a page, and whether it is ticked."""
    boxes = re.findall(r'<input\s+type="checkbox"[^>]*\sname="person"\s+value="(\d+)"([^>]*)>', page)
    return {value: "checked" in rest.split() for value, rest in boxes}


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTS)
def test_who_was_ticked_is_ticked_again_after_a_session_that_ended(name: str) -> None:
    academy, client, owner = _academy("apeldoorn")
    with in_academy(academy):
        gaps = make_examples(owner, "Voorbeeld")
        there = circles.make_organisation("Apeldoorn")
        for nth in range(3):
            circles.make_person("Nieuw", f"Lid{nth}", organisation=there)
        if name.startswith("circles"):
            gaps["round_id"] = circles.open_round(owner).pk
    address = reverse(name, args=[academy.slug, gaps[LISTS[name]]])
    page = client.get(address).content.decode()
    (form,) = (one for one in forms_of(page) if one.said.get("id") == "choose")
    assert len(_boxes(page)) >= 3
    assert not any(_boxes(page).values())
    first, *_others = _boxes(page)
    fields = dict(form.filled_otherwise()) | {"person": first}
    client.logout()
    sent = client.post(address, fields, headers={"Sec-Fetch-Site": "same-origin"})
    assert sent.headers["Location"].startswith("/account/login/")
    assert owner.account
    client.force_login(owner.account, backend=BACKEND)
    assert _boxes(client.get(address).content.decode()) == dict.fromkeys(_boxes(page), False) | {first: True}


def test_every_list_with_boxes_for_people_is_looked_at(db: None) -> None:
    academy, client, owner = _academy("apeldoorn")
    with in_academy(academy):
        gaps = {"academy": academy.slug, **make_examples(owner, "Voorbeeld")}
        gaps["round_id"] = circles.open_round(owner).pk
        people.person("Nieuw", "Lid")
    found = set()
    for name, path in LEAVES.items():
        if set(re.findall(r"<(?:\w+:)?(\w+)>", path)) <= set(gaps) and "(?P<" not in path:
            address = "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda gap: str(gaps[gap.group(1)]), path)
            answer = client.get(address)
            if answer.headers.get("Content-Type", "").startswith("text/html") and _boxes(
                answer.content.decode()
            ):
                found.add(name)
    assert found == set(LISTS)
