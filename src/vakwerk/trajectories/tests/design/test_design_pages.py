"""Do the pages of a trajectory help to make it sound, and refuse with a reason while it is not?"""

import pytest
from django.test import Client

from vakwerk.foundation.models import Academy, AuditEntry
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.tenancy import in_academy
from vakwerk.knowledge.tests import factories as knowledge
from vakwerk.people.models import Person
from vakwerk.people.tests import factories as people
from vakwerk.trajectories.design import operations, queries
from vakwerk.trajectories.design.document import document_of
from vakwerk.trajectories.design.rules import DesignRefusal
from vakwerk.trajectories.models import Revision, Trajectory
from vakwerk.trajectories.tests.design_factories import (
    both,
    competency,
    draft,
    goal,
    head,
    published,
    reasons,
    sound,
    step,
)
from vakwerk.trajectories.tests.design_fixtures import queries_of

LIST = "/apeldoorn/coordinatie/leertrajecten/"


def goal_data(key: str = "strategic", level: int = 2, **more: object) -> dict[str, object]:
    text = {"text_nl": "Je kiest het moment.", "text_en": "", "own_nl": "", "own_en": ""}
    return {"competency": key, "level": level, **text, **more}


def at(found: Trajectory, rest: str = "") -> str:
    return f"{LIST}{found.pk}/{rest}"


def test_a_coordinator_makes_a_trajectory_from_nothing_and_publishes_it(
    coordinator: Client, jeroen: Person
) -> None:
    said = {"title_nl": "Loslaten", "title_en": "", "for_whom_nl": "Iedereen", "weeks": "8"}
    assert coordinator.post(f"{LIST}nieuw/", said).status_code == 302
    made = Trajectory.objects.get()
    assert (made.key, made.owner) == ("loslaten", jeroen)
    text = coordinator.get(at(made)).content.decode()
    assert "Er is geen leerdoel" in text
    assert 'aria-disabled="true"' in text
    coordinator.post(at(made, "onderdeel/nieuw/"), {"kind": "session", "title_nl": "Een", "minutes": "90"})
    activity = made.activities.get()
    indicator = queries.indicators_of(competency("strategic"), 2)[0]
    data = goal_data(activities=[activity.pk], proofs=[f"i{indicator.pk}"])
    assert coordinator.post(at(made, "doel/nieuw/"), data).status_code == 302
    for side in ("inside", "outside"):
        coordinator.post(at(made, f"onderdeel/{activity.pk}/kennis/{side}/"), {"text_nl": f"Een {side}"})
    assert reasons(made) == []
    coordinator.post(at(made, "stap/publiceren/"))
    made.refresh_from_db()
    assert made.state == Trajectory.State.PUBLISHED


@pytest.mark.parametrize("level", ["9" * 5000, "\u00b2", "x", "-1"])
def test_a_level_that_is_none_is_refused_beside_its_field(
    coordinator: Client, jeroen: Person, level: str
) -> None:
    made = draft(jeroen)
    answer = coordinator.post(at(made, "doel/nieuw/"), {**goal_data(), "level": level})
    assert answer.status_code == 422
    assert "level" in answer.context["form"].errors
    assert not made.goals.exists()


def test_a_published_trajectory_is_in_the_catalogue_and_leads_to_planning(
    coordinator: Client, jeroen: Person
) -> None:
    made = sound(jeroen)
    edit = coordinator.get(at(made, "gegevens/")).content.decode()
    assert "Nodig om te publiceren" in edit
    said = coordinator.post(at(made, "stap/publiceren/"), follow=True).content.decode()
    assert "Mensen vinden het in het aanbod. Inschrijven kan zodra een uitvoering open is." in said
    assert "Plan een uitvoering" in said
    assert coordinator.get(f"/apeldoorn/coordinatie/uitvoeringen/nieuw/{made.pk}/").status_code == 200


def test_publishing_is_refused_with_each_reason_and_a_link_to_the_field(coordinator: Client) -> None:
    made = draft()
    first = step(made, "Elkaars taal leren", sides="inside")
    aim = goal(made, first, key="strategic", proofs=())
    page = coordinator.get(at(made)).content.decode()
    assert "Publiceren kan nog niet" in page
    assert "Er is geen kennis van buiten: 0\N{NO-BREAK SPACE}van\N{NO-BREAK SPACE}1." in page
    assert "Leerdoel 1 heeft geen bewijs." in page
    assert "en kun je een uitvoering plannen" in page
    assert f'href="{at(made)}doel/{aim.pk}/#id_proofs"' in page
    refused = coordinator.post(at(made, "stap/publiceren/"), follow=True).content.decode()
    assert "Het leertraject klopt nog niet" in refused
    made.refresh_from_db()
    assert made.state == Trajectory.State.DRAFT


def test_the_panel_follows_what_is_filled_in_before_it_is_saved(coordinator: Client) -> None:
    made = draft()
    first = step(made, sides="inside outside")
    aim = goal(made, first, key="strategic", proofs=())
    indicator = queries.indicators_of(competency("strategic"), 2)[0]
    here = at(made, f"doel/{aim.pk}/")
    assert 'id="id_proofs"' in coordinator.get(here).content.decode()
    data = goal_data(activities=[first.pk], proofs=[f"i{indicator.pk}"], look="1")
    answer = coordinator.post(here, data)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Leerdoel 1 heeft geen bewijs" not in page
    assert "Klaar om te publiceren" in page
    assert "Bewaar eerst wat je invult" in page
    assert reasons(made) == ["GOAL_WITHOUT_PROOF"]
    # Another competency brings other proposals, without saving anything.
    other = coordinator.post(here, goal_data("connecting", look="1")).content.decode()
    assert str(queries.indicators_of(competency("connecting"), 2)[0].text)[:40] in other
    assert aim.proof_ways.count() == 0


def test_own_words_are_kept_beside_the_proposals_until_they_are_unticked(coordinator: Client) -> None:
    made = draft()
    first = step(made)
    aim = goal(made, first, key="strategic", proofs=())
    here = at(made, f"doel/{aim.pk}/")
    coordinator.post(here, goal_data(activities=[first.pk], own_nl="Een verhaal", own_en="A story"))
    way = aim.proof_ways.get()
    assert way.text == {"nl": "Een verhaal", "en": "A story"}
    coordinator.post(here, goal_data(activities=[first.pk], proofs=[f"w{way.pk}"]))
    assert aim.proof_ways.get().pk == way.pk
    coordinator.post(here, goal_data(activities=[first.pk]))
    assert not aim.proof_ways.exists()


def test_a_competency_that_is_not_described_keeps_the_trajectory_back(
    coordinator: Client, jeroen: Person
) -> None:
    made = sound(jeroen)
    aim = made.goals.get()
    assert aim.competency
    aim.competency.indicators.filter(level=3).delete()
    assert reasons(made) == ["COMPETENCY_NOT_DESCRIBED"]
    page = coordinator.get(at(made)).content.decode()
    assert "Dit ontbreekt: gedrag per niveau" in page


def test_a_published_trajectory_stays_sound_and_says_why(coordinator: Client, jeroen: Person) -> None:
    made = published(jeroen)
    aim = made.goals.get()
    here = at(made, f"doel/{aim.pk}/")
    answer = coordinator.post(here, goal_data("collaborating", activities=[]))
    assert answer.status_code == 422
    assert "moet blijven kloppen" in answer.content.decode()
    aim.refresh_from_db()
    assert aim.proof_ways.count() == 1
    page = coordinator.post(at(made, f"weghalen/doel/{aim.pk}/"), follow=True).content.decode()
    assert "moet blijven kloppen" in page
    assert made.goals.count() == 1


def test_a_change_can_be_taken_back_and_rows_keep_their_keys(coordinator: Client, jeroen: Person) -> None:
    made = sound(jeroen)
    before = document_of(made)
    rows = set(made.activities.values_list("pk", flat=True))
    activity = made.activities.first()
    assert activity
    coordinator.post(at(made, f"onderdeel/{activity.pk}/"), {"kind": "reading", "title_nl": "Anders"})
    assert document_of(made) != before
    coordinator.post(at(made, "stap/terug/"))
    assert document_of(made) == before
    assert set(made.activities.values_list("pk", flat=True)) == rows
    coordinator.post(at(made, f"weghalen/doel/{made.goals.get().pk}/"))
    coordinator.post(at(made, "stap/terug/"))
    assert document_of(made) == before
    assert AuditEntry.objects.filter(action="trajectories.change_undone").count() == 2


def test_there_is_an_end_to_taking_back(jeroen: Person) -> None:
    made = draft(jeroen)
    with pytest.raises(Refused) as refused:
        operations.undo(trajectory=made, by=jeroen)
    assert refused.value.reason == DesignRefusal.NOTHING_TO_UNDO
    for nth in range(35):
        operations.change_trajectory(trajectory=made, head=head(f"Titel {nth}"), by=jeroen)
    assert Revision.objects.count() == 30


def test_goals_and_steps_move(coordinator: Client, jeroen: Person) -> None:
    made = draft(jeroen)
    first, second = step(made, "Een"), step(made, "Twee")
    coordinator.post(at(made, f"verplaatsen/onderdeel/{second.pk}/"), {"direction": "up"})
    assert [one.pk for one in made.activities.order_by("position")] == [second.pk, first.pk]
    coordinator.post(at(made, f"verplaatsen/onderdeel/{second.pk}/"), {"direction": "up"})
    assert [one.pk for one in made.activities.order_by("position")] == [second.pk, first.pk]


def test_knowledge_is_proposed_searched_tied_and_taken_away(coordinator: Client, jeroen: Person) -> None:
    made = draft(jeroen)
    activity = step(made)
    goal(made, activity, key="strategic")
    source = knowledge.source(
        jeroen, "Het goede moment", side="outside", kind="article", competencies=["strategic"]
    )
    page = coordinator.get(at(made)).content.decode()
    assert "Voorstel:" in page
    assert "Koppel “Het goede moment” aan bijeenkomst 1" in page
    choose = at(made, f"onderdeel/{activity.pk}/kennis/outside/")
    assert "Het goede moment" in coordinator.get(choose, {"q": "moment"}).content.decode()
    coordinator.post(choose, {"source": source.pk})
    link = activity.source_links.get()
    assert (link.source, link.text["nl"]) == (source, "Het goede moment")
    twice = coordinator.post(choose, {"source": source.pk}, follow=True).content.decode()
    assert "al gekoppeld" in twice
    coordinator.post(at(made, f"kennis/{link.pk}/weg/"))
    assert not activity.source_links.exists()


def test_words_stay_when_a_source_goes(jeroen: Person) -> None:
    made = draft(jeroen)
    activity = step(made)
    source = knowledge.source(jeroen, "Een boek", side="outside", kind="book")
    operations.add_source(
        activity=activity, wish=operations.SourceWish(side="outside", source=source), by=jeroen
    )
    source.delete()
    (one,) = queries.loaded(made).activities[0].outside
    assert one.words == "Een boek"


def test_a_trajectory_is_copied_stopped_published_again_and_a_draft_deleted(
    coordinator: Client, jeroen: Person
) -> None:
    made = published(jeroen)
    coordinator.post(at(made, "kopie/"), {"title_nl": "Kopie", "title_en": ""})
    copied = Trajectory.objects.get(key="kopie")
    assert copied.state == Trajectory.State.DRAFT
    assert [one["text"] for one in document_of(copied)["goals"]] == [
        one["text"] for one in document_of(made)["goals"]
    ]
    assert not {one.key for one in copied.goals.all()} & {one.key for one in made.goals.all()}
    assert "niet meer aanbieden?" in coordinator.get(at(made, "stoppen/")).content.decode()
    coordinator.post(at(made, "stoppen/"))
    made.refresh_from_db()
    assert made.state == Trajectory.State.RETIRED
    coordinator.post(at(made, "stap/publiceren/"))
    coordinator.post(at(made, "stap/concept/"))
    made.refresh_from_db()
    assert made.state == Trajectory.State.DRAFT
    coordinator.post(at(copied, "verwijderen/"))
    assert list(Trajectory.objects.all()) == [made]


def test_a_published_trajectory_is_not_deleted_and_says_why(coordinator: Client, jeroen: Person) -> None:
    made = published(jeroen)
    assert "Dit kan alleen met een concept" in coordinator.get(at(made, "verwijderen/")).content.decode()
    coordinator.post(at(made, "verwijderen/"))
    assert Trajectory.objects.exists()


def test_a_long_trajectory_asks_why(coordinator: Client, jeroen: Person) -> None:
    made = sound(jeroen)
    operations.change_trajectory(trajectory=made, head=head(weeks=40), by=jeroen)
    page = coordinator.get(at(made)).content.decode()
    assert "Het is lang: 2 bijeenkomsten in 40 weken." in page
    assert f"{at(made)}gegevens/#id_why_long" in page


def test_a_participant_sees_goals_steps_and_what_completes_it(coordinator: Client, jeroen: Person) -> None:
    page = coordinator.get(at(sound(jeroen), "bekijken/")).content.decode()
    assert "Wat je na afloop" in page or "Wat kan je" in page or "Je maakt een afspraak" in page
    assert "Je was bij alle bijeenkomsten" in page


def test_only_coordinators_design(colleague: Client, jeroen: Person) -> None:
    made = sound(jeroen)
    for address in (LIST, at(made), at(made, "gegevens/"), at(made, "bekijken/")):
        assert colleague.get(address).status_code == 403
    assert colleague.post(at(made, "stap/publiceren/")).status_code == 403


def test_a_trajectory_of_another_academy_is_not_there(coordinator: Client, academy: Academy) -> None:
    with in_academy(people.academy("amsterdam", "Academie aan het Water")):
        theirs = operations.make_trajectory(head=head("Van hen"), by=None)
    for rest in ("", "gegevens/", "doel/nieuw/", "bekijken/", "kopie/", "delen/", "verschillen/"):
        assert coordinator.get(at(theirs, rest)).status_code == 404


def test_a_part_of_another_trajectory_is_not_there(coordinator: Client, jeroen: Person) -> None:
    made, other = sound(jeroen), sound(jeroen, "Een ander")
    assert coordinator.get(at(made, f"doel/{other.goals.get().pk}/")).status_code == 404
    activity = other.activities.first()
    assert activity
    assert coordinator.get(at(made, f"onderdeel/{activity.pk}/")).status_code == 404


def test_the_number_of_queries_does_not_grow(coordinator: Client, jeroen: Person) -> None:
    made = sound(jeroen)
    page, listed = queries_of(coordinator, at(made)), queries_of(coordinator, LIST)
    for nth in range(5):
        activity = step(made, f"Stap {nth}", sides="inside outside")
        goal(made, activity, key="collaborating", proofs=("Een", "Twee"))
        draft(jeroen, f"Traject {nth}")
    assert queries_of(coordinator, at(made)) == page
    assert queries_of(coordinator, LIST) == listed


def test_the_list_downloads(coordinator: Client, jeroen: Person) -> None:
    draft(jeroen, "Loslaten")
    file = coordinator.get(LIST, {"download": "csv"}).content.decode("utf-8-sig")
    assert "Loslaten" in file
    assert both("x")["nl"] == "x"
