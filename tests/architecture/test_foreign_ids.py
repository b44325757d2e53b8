"""Does any form take an object of another academy? Each box that holds the number of something is sent with theirs.

An address with such a number is not found (``test_urls.py``); here it stands in what is sent. Whoever sends it may do
anything in their own academy, so nothing but the academy keeps it out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urldefrag, urljoin

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.urls import resolve
from tests.architecture.drawn_forms import DrawnForm, forms_of
from tests.architecture.test_old_forms import _states
from tests.architecture.test_tenancy import ACADEMY_MODELS
from tests.architecture.test_urls import INSIDE, _academy, _address
from tests.architecture.url_examples import make_examples

from vakwerk.foundation.models import Academy, AuditEntry, OwnAct
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.models import Account

Numbers = Mapping[type[models.Model], set[int]]
# Of each box so many: a number may be that of several kinds of things.
MOST_TRIED: Final = 4
# What Django sends along with rows of forms.
COUNTS: Final = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
# Buttons that take everybody, whoever is ticked.
EVERYBODY: Final = {"all"}


@dataclass
class Sent:
    """A form of a page as it is filled in, and which of its boxes hold numbers of things."""

    page: str
    action: str
    boxes: list[tuple[str, str]]
    numbered: dict[str, set[int]] = field(default_factory=dict)

    @property
    def view(self) -> str:
        found = resolve(self.action.partition("?")[0]).func
        return f"{found.__module__.removeprefix('vakwerk.')} {found.__name__}"  # type: ignore[attr-defined]

    def data(self, *, box: str = "", number: int = 0) -> dict[str, list[str]]:
        """Return what is sent, with another number in one box."""
        found: dict[str, list[str]] = {}
        for name, value in self.boxes:
            if name in EVERYBODY:
                continue
            found.setdefault(name, []).append(value)
        return {**found, box: [str(number)]} if box else found


def _numbered(form: DrawnForm) -> dict[str, set[int]]:
    """Return the boxes of which every value is a number, with those numbers."""
    values: dict[str, set[str]] = {}
    for box in form.boxes:
        if (
            box.name
            and not box.name.endswith(COUNTS)
            and box.kind in {"hidden", "select", "radio", "checkbox"}
        ):
            said = [value for value, _chosen in box.options] if box.kind == "select" else [box.value]
            values.setdefault(box.name, set()).update(value for value in said if value)
    return {
        name: {int(value) for value in some}
        for name, some in values.items()
        if some and all(value.isdecimal() and len(value) < 10 for value in some)
    }


def _forms(client: Client, addresses: list[str]) -> Iterator[Sent]:
    for address in addresses:
        answer = client.get(address)
        if answer.status_code != 200 or not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        for form in forms_of(answer.content.decode()):
            if numbered := _numbered(form):
                action = urldefrag(urljoin(address, form.said.get("action") or address)).url
                yield Sent(address, action, list(form.filled_otherwise()), numbered)


def _numbers(academy: Academy) -> dict[type[models.Model], set[int]]:
    with in_academy(academy):
        return {model: set(model._base_manager.values_list("pk", flat=True)) for model in ACADEMY_MODELS}


def _theirs(said: set[int], *, ours: Numbers, theirs: Numbers) -> list[int]:
    """Return numbers of another academy, each of a kind of which the box could hold those of ours."""
    kinds = [model for model, known in ours.items() if said <= known and theirs[model] - known]
    found = {min(theirs[model] - ours[model]) for model in kinds}
    return sorted(found)[:MOST_TRIED]


def _send(client: Client, academy: Academy, action: str, data: dict[str, list[str]]) -> tuple[int, bool, str]:
    """Send it and undo what it did; return the status, whether anything was done, and what the database said."""
    broken = ""
    with transaction.atomic():
        with in_academy(academy):
            before = AuditEntry.objects.count() + OwnAct.objects.count()
        status = client.post(action, data).status_code
        with in_academy(academy):
            after = AuditEntry.objects.count() + OwnAct.objects.count()
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    # A reference to another academy would be found only at the end.
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            except IntegrityError as error:
                broken = str(error)
        transaction.set_rollback(True)
    return status, after != before, broken


@pytest.mark.django_db
def test_no_form_takes_an_object_of_another_academy() -> None:
    elsewhere, _client, stranger = _academy("amsterdam")
    with in_academy(elsewhere):
        make_examples(stranger, "Elders")
    for account in Account.objects.all():
        # An account belongs to no academy: the same people are made once more below.
        Account.objects.filter(pk=account.pk).update(email=f"elders.{account.email}")
    academy, client, owner = _academy("apeldoorn")
    client.raise_request_exception = False
    with in_academy(academy):
        states = list(_states(academy, owner))
    ours, theirs = _numbers(academy), _numbers(elsewhere)
    tried: set[tuple[str, str]] = set()
    works: set[str] = set()
    wrong: list[str] = []
    for who, gaps in states:
        reader = who or client
        reader.raise_request_exception = False
        for form in _forms(reader, [_address(path, gaps) for path in INSIDE.values()]):
            for box, said in form.numbered.items():
                if (form.view, box) in tried:
                    continue
                numbers = _theirs(said, ours=ours, theirs=theirs)
                if numbers:
                    tried.add((form.view, box))
                if numbers and _send(reader, academy, form.action, form.data())[1]:
                    works.add(form.view)
                for number in numbers:
                    status, is_done, broken = _send(
                        reader, academy, form.action, form.data(box=box, number=number)
                    )
                    if status >= 500 or broken or is_done:
                        wrong.append(f"{form.view} {box}={number}: {status} done={is_done} {broken[:120]}")
    print(len(tried), "boxes of", len({view for view, _box in tried}), "views;", len(works), "do something")
    assert not wrong, "\n".join(wrong)
    assert len(tried) > 25
    assert len(works) > 10
