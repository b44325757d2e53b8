"""What does the catalogue show, to whom, and does it keep up?"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from vakwerk.craft.tests import framework_factories as frameworks
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.models import Academy
from vakwerk.knowledge.models import Source
from vakwerk.people.models import Organisation, Person
from vakwerk.trajectories.catalogue import operations, queries
from vakwerk.trajectories.catalogue.rules import Length, Sides, When, Where, Wish
from vakwerk.trajectories.models import (
    Activity,
    ActivitySource,
    CatalogueEntry,
    CatalogueSetting,
    Edition,
    EditionSession,
    Trainer,
)
from vakwerk.trajectories.tests.edition_factories import (
    enrol_all,
    make_competency,
    make_organisation,
    make_people,
    make_person,
    make_trajectory,
    open_edition,
    plan,
)

PUBLIC = "/apeldoorn/aanbod/"


@pytest.fixture
def offer(academy: Academy) -> dict[str, Edition]:
    """Offer a short full one soon, and a long online one later; and one that is a draft."""
    now = timezone.now()
    short = make_trajectory(
        "kort",
        "Kort en goed",
        sessions=1,
        minutes=120,
        competency=make_competency("Verbinden"),
        is_public=True,
    )
    long = make_trajectory("lang", "Lang van stof", sessions=6, minutes=240)
    make_trajectory("concept", "Nog niet af", state="draft")
    soon = open_edition(short, now=now, first=now + timedelta(days=10), capacity=1)
    later = open_edition(
        long,
        now=now,
        first=now + timedelta(days=120),
        form=Edition.Form.ONLINE,
        place="",
        online_url="https://x.example/",
    )
    enrol_all(soon, make_people(1), now=now)
    operations.catch_up()
    return {"kort": soon, "lang": later}


def found(wish: Wish) -> list[str]:
    return [one.trajectory.key for one in queries.entries(wish, now=timezone.now())]


@pytest.mark.parametrize(
    ("wish", "keys"),
    [
        (Wish(), ["kort", "lang"]),
        (Wish(text="STOF lang"), ["lang"]),
        (Wish(text="verbinden"), ["kort"]),
        (Wish(text="zeppelin"), []),
        (Wish(text="verbindende"), ["kort"]),
        (Wish(text="verbonden stof"), []),
        (Wish(text="korte"), ["kort"]),
        (Wish(text="% & | !"), []),
        (Wish(text="kort-lang"), []),
        (Wish(text="lang-stof"), ["lang"]),
        (Wish(competency="verbinden"), ["kort"]),
        (Wish(competency="verbinden", level=3), []),
        (Wish(level=2), ["kort"]),
        (Wish(when=When.MONTH), ["kort"]),
        (Wish(when=When.LATER), ["lang"]),
        (Wish(length=Length.SHORT), ["kort"]),
        (Wish(length=Length.LONG), ["lang"]),
        (Wish(sides=Sides.BOTH), ["lang"]),
        (Wish(sides=Sides.INSIDE), ["kort", "lang"]),
        (Wish(where=Where.ONLINE), ["lang"]),
        (Wish(where=Where.ON_PLACE), ["kort"]),
        (Wish(free_only=True), ["lang"]),
        (Wish(free_only=True, where=Where.ON_PLACE), []),
    ],
)
def test_what_fits_a_wish(offer: dict[str, Edition], wish: Wish, keys: list[str]) -> None:
    assert found(wish) == keys


@pytest.mark.parametrize(
    "text", ["loslaten", "loslaat", "C05", "supported", "zeggenschap", "Ondersteunen anderen"]
)
def test_a_trajectory_is_found_by_what_the_competency_is_called_that_it_leads_to(
    academy: Academy, text: str
) -> None:
    supporting = frameworks.competency(frameworks.adopted(), "supporting")
    make_trajectory("wijk", "In de wijk", competency=supporting)
    make_trajectory("elders", "Elders")
    operations.catch_up()
    assert found(Wish(text=text)) == ["wijk"]


def test_the_catalogue_keeps_up_with_what_changed(offer: dict[str, Edition]) -> None:
    assert operations.catch_up() == 0
    trajectory = offer["kort"].trajectory
    Activity.objects.filter(trajectory=trajectory).update(minutes=600)
    trajectory.changed_at = timezone.now()
    trajectory.save()
    assert operations.catch_up() == 1
    assert CatalogueEntry.objects.get(trajectory=trajectory).minutes == 600


def test_everybody_sees_only_what_is_public_and_only_where_the_academy_wants(
    offer: dict[str, Edition], jeroen: Person
) -> None:
    nobody = Client()
    address = "/apeldoorn/aanbod/"
    assert nobody.get(address).headers["Location"].startswith("/account/login/")
    operations.set_public(is_public=True, by=jeroen)
    page = nobody.get(address).content.decode()
    assert "Kort en goed" in page
    assert "Lang van stof" not in page
    assert "Lid000" not in page
    assert nobody.get(f"{address}traject/{offer['kort'].trajectory_id}/").status_code == 200
    assert nobody.get(f"{address}traject/{offer['lang'].trajectory_id}/").status_code == 404
    out = nobody.get(f"{address}catalogus.json").json()
    assert [one["key"] for one in out["trajectories"]] == ["kort"]
    operations.set_public(is_public=False, by=jeroen)
    assert nobody.get(address).status_code == 302


def test_nonsense_in_the_address_asks_for_nothing(
    offer: dict[str, Edition], jeroen: Person, browser: Callable[[Person], Client]
) -> None:
    page = browser(jeroen).get("/apeldoorn/aanbod/?level=x&when=ooit&page=zz&length=%00&q=%00&competency=%00")
    assert page.status_code == 200
    assert "2 leertrajecten" in page.content.decode()


def test_everything_goes_out_and_nobody_who_takes_part(offer: dict[str, Edition], jeroen: Person) -> None:
    plan(offer["kort"].trajectory, by=jeroen, now=timezone.now(), first=timezone.now() + timedelta(days=40))
    out = queries.everything()
    assert [one.key for one in out] == ["kort", "lang"]
    # What is still being planned stays inside.
    assert [len(one.editions.all()) for one in out] == [1, 1]


def _with_people(edition: Edition) -> Person:
    """Let a colleague, a resident and a typed name lead it, and a resident and a typed one bring knowledge."""
    CatalogueSetting.objects.update_or_create(defaults={"is_public": True})
    make_organisation("Bewoners", Organisation.Kind.RESIDENTS)
    henk = make_person("Henk", "Oosterveld", organisation="Bewoners")
    for who in (henk, make_person("Jacqueline", "Berg")):
        Trainer.objects.create(edition=edition, person=who)
    Trainer.objects.create(edition=edition, named="Getypte Trainer")
    source = Source.objects.create(
        key="henk", title="Henk Oosterveld", kind=Source.Kind.PERSON, person=henk, state="published"
    )
    activity = edition.trajectory.activities.get()
    ActivitySource.objects.create(activity=activity, side="outside", source=source, text=Bilingual(nl="x"))
    text = Bilingual(nl="Gesprek met henk oosterveld, bewoner")
    ActivitySource.objects.create(activity=activity, side="outside", text=text)
    return henk


def _everything_public(edition: Edition) -> str:
    """Return all that somebody without an account reads of it: list, page and file."""
    addresses = ("", f"traject/{edition.trajectory_id}/", "catalogus.json", "?q=oosterveld")
    return " ".join(Client().get(f"{PUBLIC}{one}").content.decode() for one in addresses)


def test_everybody_reads_the_name_of_no_resident_who_did_not_say_so(offer: dict[str, Edition]) -> None:
    _with_people(offer["kort"])
    read = _everything_public(offer["kort"])
    assert "oosterveld" not in read.replace("?q=oosterveld", "").replace('value="oosterveld"', "").casefold()
    assert "Getypte Trainer" not in read
    assert "Jacqueline Berg" in read
    assert "iemand die hier niet met naam staat" in read


def test_no_resident_is_named_wherever_somebody_wrote_their_name(offer: dict[str, Edition]) -> None:
    _with_people(offer["kort"])
    zand = make_person("Gérard", "'t Zand", organisation="Bewoners")
    edition, trajectory = offer["kort"], offer["kort"].trajectory
    trajectory.title = Bilingual(nl="Avond met HENK  OOSTERVELD", en="Evening with Henk Oosterveld")
    trajectory.summary = Bilingual(nl="Gerard \u2019t Zands verhaal. Henk, en Oosterveld apart.")
    trajectory.save()
    trajectory.activities.update(title=Bilingual(nl="Bij Henk Oosterveld's huis"))
    goal = trajectory.goals.get()
    goal.text = Bilingual(nl="Je hoort Gérard 't Zand.")
    goal.save()
    Edition.objects.filter(pk=edition.pk).update(place="thuis bij (Henk Oosterveld)", name="Jacqueline Berg")
    EditionSession.objects.filter(edition=edition).update(own_title=Bilingual(nl="Met Henk Oosterveld en zo"))
    operations.describe([trajectory])
    read = _everything_public(edition).replace("?q=oosterveld", "").replace('value="oosterveld"', "")
    assert "henk oosterveld" not in " ".join(read.casefold().split())
    assert "zand" not in read.casefold()
    assert "Henk, en Oosterveld apart." in read
    assert "Avond met iemand die hier niet met naam staat" in read
    assert "Evening with somebody who is not named here" in read
    assert "verhaal" in read
    # Whom everybody may know is named as before, and the academy itself keeps what was written.
    assert "Jacqueline Berg" in read
    zand.named_in_public_at = timezone.now()
    zand.save()
    assert "\u2019t Zands verhaal" in _everything_public(edition)
    trajectory.refresh_from_db()
    assert "OOSTERVELD" in trajectory.title["nl"]


def test_people_of_the_academy_read_who_leads_and_who_can_be_asked(
    offer: dict[str, Edition], browser: Callable[[Person], Client]
) -> None:
    henk = _with_people(offer["kort"])
    client = browser(make_person("Esra"))
    for address in (f"traject/{offer['kort'].trajectory_id}/", "catalogus.json"):
        page = client.get(f"{PUBLIC}{address}").content.decode()
        assert henk.name in page
        assert "Getypte Trainer" in page


def test_a_resident_lets_everybody_read_their_name_and_takes_that_back(
    offer: dict[str, Edition], browser: Callable[[Person], Client]
) -> None:
    henk = _with_people(offer["kort"])
    own = browser(henk)
    assert "Laat iedereen mijn naam lezen" in own.get("/apeldoorn/mijn-gegevens/").content.decode()
    own.post("/apeldoorn/mijn-gegevens/naam/", {"allowed": "yes"})
    read = _everything_public(offer["kort"])
    assert "Henk Oosterveld" in read
    assert "Gesprek met henk oosterveld" in read
    own.post("/apeldoorn/mijn-gegevens/naam/", {"allowed": "no"})
    assert "Gesprek met henk" not in _everything_public(offer["kort"])
    assert "Henk Oosterveld" not in _everything_public(offer["kort"])
