"""Does a coordinator describe, adopt and end a framework in the browser, and is all else refused with its reason?"""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from vakwerk.craft.frameworks import operations, queries
from vakwerk.craft.models import Framework, LevelNaming
from vakwerk.craft.tests.framework_factories import NOW, adopted, competency, incomplete, own_draft
from vakwerk.craft.tests.framework_fixtures import queries_of
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.models import Academy
from vakwerk.people.models import Person

FRAMEWORKS = "/apeldoorn/coordinatie/raamwerken/"
MOST_QUERIES = 30


def of(framework: Framework, rest: str = "") -> str:
    return f"{FRAMEWORKS}{framework.pk}/{rest}"


def text(name: str, nl: str, en: str = "") -> dict[str, str]:
    return {f"{name}_nl": nl, f"{name}_en": en}


def adoption(**changes: Any) -> dict[str, Any]:
    today = timezone.localdate().isoformat()
    return {"adopted_on": today, "adopted_by": "college van B en W", "sure": "on"} | changes


def test_only_coordinators_describe(academy: Academy, colleague: Client, jeroen: Person) -> None:
    draft = own_draft(jeroen)
    for address in (
        FRAMEWORKS,
        of(draft),
        of(draft, "verschil/"),
        of(draft, "vaststellen/"),
        of(draft, "case/nl/"),
    ):
        assert colleague.get(address).status_code == 403


def test_a_coordinator_starts_from_the_starter(academy: Academy, coordinator: Client) -> None:
    assert "Begin met het startraamwerk" in coordinator.get(FRAMEWORKS).content.decode()
    answer = coordinator.post(f"{FRAMEWORKS}nieuw/", {"origin": "starter", **text("name", "Ons vakmanschap")})
    made = Framework.objects.get(state="draft")
    assert answer.headers["Location"] == of(made)
    assert made.origin == queries.starter_framework()
    page = coordinator.get(of(made)).content.decode()
    assert "Een concept: alleen coördinatoren zien het." in page
    assert coordinator.post(f"{FRAMEWORKS}nieuw/", {"origin": "starter"}).status_code == 422


def test_a_competency_is_added_changed_and_described(jeroen: Person, coordinator: Client) -> None:
    draft = own_draft(jeroen)
    new = {
        **text("name", "Innovatief", "Innovative"),
        **text("definition", "Vernieuwt."),
        **text("why", ""),
        **text("pitfall", "Te nieuw."),
        "counterweights": [competency(draft, "lawful").pk],
        "cluster": draft.clusters.get(key="keel").pk,
        "code": "C11",
    }
    answer = coordinator.post(of(draft, "competenties/nieuw/"), new)
    made = competency(draft, "innovatief")
    address = of(draft, f"competenties/{made.pk}/")
    assert answer.headers["Location"] == address
    assert made.cluster == draft.clusters.get(key="keel")
    assert [one.other.key for one in made.counterweights.all()] == ["lawful"]
    page = coordinator.get(address).content.decode()
    assert "Hierop kan nog niemand worden beoordeeld" in page
    for level in range(1, 5):
        coordinator.post(f"{address}gedrag/nieuw/", {**text("text", f"Doet {level}"), "level": level})
    assert "Hierop kan nog niemand worden beoordeeld" not in coordinator.get(address).content.decode()
    indicator = made.indicators.get(level=2)
    coordinator.post(
        f"{address}gedrag/{indicator.pk}/", {**text("text", "Doet meer", "Does more"), "level": 3}
    )
    assert made.indicators.get(pk=indicator.pk).level == 3
    assert coordinator.post(f"{address}gedrag/nieuw/", {**text("text", ""), "level": 1}).status_code == 422
    coordinator.post(f"{address}gedrag/{indicator.pk}/weg/")
    assert made.indicators.count() == 3
    assert coordinator.get(f"{address}verwijderen/").status_code == 200
    coordinator.post(f"{address}verwijderen/")
    assert not draft.competencies.filter(key="innovatief").exists()


def test_a_mistake_in_a_form_keeps_what_was_typed_and_says_what_is_amiss(
    jeroen: Person, coordinator: Client
) -> None:
    draft = own_draft(jeroen)
    answer = coordinator.post(
        of(draft, "competenties/nieuw/"), {**text("name", ""), **text("definition", "Iets moois")}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Iets moois" in page
    assert 'href="#id_name"' in page


def test_what_is_different_shows_both_languages_beside_each_other(
    jeroen: Person, coordinator: Client
) -> None:
    draft = own_draft(jeroen)
    one = competency(draft)
    indicator = one.indicators.get(key="C07.1.b")
    operations.change_indicator(
        indicator=indicator, level=1, text=Bilingual(nl="Belt terug", en="Calls back"), by=jeroen, now=NOW
    )
    page = coordinator.get(of(draft, "verschil/")).content.decode()
    assert "Vergeleken met “Nieuw vakmanschap voor de lokale ambtenaar”, versie 1." in page
    assert "Keeps agreements and calls back when promised." in page
    assert re.search(
        r'<ins class="vw-is"><span\s+class="vw-hidden"\s*>is nu:\s+</span>Belt terug</ins>', page
    )
    assert page.count("vw-was") >= 2


def test_adopting_asks_who_decided_and_when_and_then_everybody_reads_it(
    jeroen: Person, coordinator: Client, colleague: Client
) -> None:
    draft = own_draft(jeroen)
    incomplete(draft)
    page = coordinator.get(of(draft, "vaststellen/")).content.decode()
    assert "1 competentie is niet volledig beschreven" in page
    for wrong in ({"sure": ""}, {"adopted_by": ""}, {"adopted_on": "2027-06-01"}):
        answer = coordinator.post(of(draft, "vaststellen/"), adoption(**wrong))
        assert answer.status_code == 422
    assert "Deze dag moet nog komen" in answer.content.decode()
    assert coordinator.post(of(draft, "vaststellen/"), adoption()).headers["Location"] == of(draft)
    draft.refresh_from_db()
    assert (draft.state, draft.adopted_by, draft.adopted_by_id) == (
        "adopted",
        "college van B en W",
        jeroen.pk,
    )
    assert str(draft.name) in colleague.get("/apeldoorn/vakmanschap/").content.decode()


def test_an_empty_framework_is_not_adopted_and_the_reason_stands_beside_the_button(
    jeroen: Person, coordinator: Client
) -> None:
    draft = own_draft(jeroen)
    draft.competencies.all().delete()
    reason = "Er staat nog geen competentie in."
    assert reason in coordinator.get(of(draft)).content.decode()
    answer = coordinator.post(of(draft, "vaststellen/"), adoption())
    assert answer.status_code == 422
    assert reason in answer.content.decode()


def test_what_holds_is_changed_by_a_new_version_only(jeroen: Person, coordinator: Client) -> None:
    holds = adopted(by=jeroen)
    one = competency(holds)
    for address in ("gegevens/", "niveaus/", "clusters/nieuw/", f"competenties/{one.pk}/wijzigen/"):
        assert "Deze versie verandert niet meer" in coordinator.get(of(holds, address)).content.decode()
    answer = coordinator.post(of(holds, f"competenties/{one.pk}/wijzigen/"), text("name", "Anders"))
    assert answer.status_code == 422
    draft_url = coordinator.post(of(holds, "stap/nieuwe-versie/")).headers["Location"]
    assert draft_url == of(Framework.objects.get(state="draft"))
    page = coordinator.get(of(holds)).content.decode()
    assert "Er is al een concept van de volgende versie" in page
    assert draft_url in page


def test_the_starter_itself_gets_no_new_version(academy: Academy, coordinator: Client) -> None:
    starter = operations.add_starter(by=None, now=NOW)
    assert "Maak het eigen" in coordinator.get(of(starter)).content.decode()
    answer = coordinator.post(of(starter, "stap/nieuwe-versie/"), follow=True)
    assert "Het startraamwerk blijft zoals het is." in answer.content.decode()
    assert Framework.objects.count() == 1


def test_ending_and_deleting_are_asked_first(jeroen: Person, coordinator: Client) -> None:
    draft = own_draft(jeroen)
    assert "terugdraaien" in coordinator.get(of(draft, "verwijderen/")).content.decode()
    assert coordinator.post(of(draft, "stap/verwijderen/")).headers["Location"] == FRAMEWORKS
    holds = adopted(by=jeroen)
    assert "Niemand kan worden beoordeeld" in coordinator.get(of(holds, "beeindigen/")).content.decode()
    coordinator.post(of(holds, "stap/beeindigen/"))
    assert queries.adopted_framework() is None
    assert coordinator.post(of(holds, "stap/iets/")).status_code == 404


def test_levels_clusters_and_names_are_changed(jeroen: Person, coordinator: Client) -> None:
    draft = own_draft(jeroen)
    rows: dict[str, Any] = {"niveau-TOTAL_FORMS": 5, "niveau-INITIAL_FORMS": 4}
    for nth, level in enumerate(draft.levels.all()):
        rows |= {
            f"niveau-{nth}-{key}": value for key, value in text("guild_name", f"Trap {level.number}").items()
        }
    assert coordinator.post(of(draft, "niveaus/"), rows).status_code == 302
    assert [str(one.guild_name) for one in draft.levels.all()] == ["Trap 1", "Trap 2", "Trap 3", "Trap 4"]
    fewer = {key: value for key, value in rows.items() if not key.startswith("niveau-3-")}
    answer = coordinator.post(of(draft, "niveaus/"), fewer)
    assert "Op een niveau dat je weghaalt, is gedrag beschreven" in answer.content.decode()
    coordinator.post(of(draft, "clusters/nieuw/"), text("name", "Derde"))
    third = draft.clusters.get(key="derde")
    coordinator.post(of(draft, f"clusters/{third.pk}/"), text("name", "Laatste"))
    coordinator.post(of(draft, f"clusters/{third.pk}/omhoog/"))
    assert [str(one.name) for one in draft.clusters.all()] == ["Nieuw vakmanschap", "Laatste", "Kiel"]
    coordinator.post(of(draft, f"clusters/{third.pk}/weg/"))
    assert draft.clusters.count() == 2
    coordinator.post(of(draft, "niveaunamen/"), {"naming": "neutral"})
    draft.refresh_from_db()
    assert draft.level_naming == LevelNaming.NEUTRAL
    coordinator.post(of(draft, "gegevens/"), {**text("name", "Nieuw"), "source": "Wij", "licence": ""})
    draft.refresh_from_db()
    assert (str(draft.name), draft.source) == ("Nieuw", "Wij")
    trail = coordinator.get(of(draft, "logboek/")).content.decode()
    assert "koos de namen van de niveaus" in trail


@pytest.mark.parametrize("address", ["", "indeling/", "logboek/", "verschil/"])
def test_a_page_takes_as_many_queries_however_large_the_framework(
    jeroen: Person, coordinator: Client, address: str
) -> None:
    draft = own_draft(jeroen)
    before = queries_of(coordinator, of(draft, address))
    assert before <= MOST_QUERIES
    for nth in range(10):
        one = incomplete(draft, f"Nieuw {nth}")
        for level in range(1, 4):
            operations.add_indicator(
                competency=one, level=level, text=Bilingual(nl="Doet iets", en=""), by=None, now=NOW
            )
    assert queries_of(coordinator, of(draft, address)) == before


def test_a_decision_of_long_ago_may_be_recorded_later(jeroen: Person, coordinator: Client) -> None:
    draft = own_draft(jeroen)
    coordinator.post(of(draft, "vaststellen/"), adoption(adopted_on="2020-02-03"))
    draft.refresh_from_db()
    assert draft.adopted_on == date(2020, 2, 3)
    # The fourteen days begin when people could read it here.
    assert draft.readable_since == timezone.localdate()


def test_a_button_on_an_older_order_does_nothing_and_says_so(jeroen: Person, coordinator: Client) -> None:
    draft = own_draft(jeroen)
    last = list(draft.clusters.all())[-1]
    page = coordinator.get(of(draft, "indeling/"))
    older = re.search(
        rf'clusters/{last.pk}/omhoog/.*?name="vw_seen" value="([^"]+)"', page.content.decode(), re.DOTALL
    )
    assert older
    button = {"vw_seen": older.group(1)}
    coordinator.post(of(draft, f"clusters/{last.pk}/omhoog/"), button)
    before = [one.pk for one in draft.clusters.all()]
    assert before[-1] != last.pk
    # Pressed twice it is no more true that anything was done.
    button["csrfmiddlewaretoken"] = "of one page"
    for _time in range(2):
        answer = coordinator.post(of(draft, f"clusters/{last.pk}/omlaag/"), button, follow=True)
        assert "Dit is veranderd nadat je de pagina opende." in answer.content.decode()
        assert [one.pk for one in draft.clusters.all()] == before
