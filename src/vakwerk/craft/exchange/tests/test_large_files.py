"""Is a large file looked at in the background, so that nobody's browser waits for it?"""

import json
from typing import Any

import pytest
from django.test import Client

from vakwerk.craft.exchange import operations, previewing, queries, rules
from vakwerk.craft.exchange.rules import FileRefusal
from vakwerk.craft.exchange.tests import foreign
from vakwerk.craft.exchange.tests.test_files import IMPORT, brought, looked_at, upload
from vakwerk.craft.frameworks import operations as frameworks
from vakwerk.craft.models import FrameworkFile
from vakwerk.craft.tests.framework_factories import NOW, own_draft
from vakwerk.craft.tests.framework_fixtures import queries_of
from vakwerk.foundation import jobs
from vakwerk.foundation.models import Academy, Job
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person

MOST_QUERIES = 30
TABLE = b"sleutel;competentie (nl);niveau;gedrag (nl)\nnieuw;Iets nieuws;1;Doet het\n"


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> int:
    """Let a file be large from twenty-one items on."""
    monkeypatch.setattr(operations, "MOST_AT_ONCE", 20)
    return 20


def _work(file: FrameworkFile) -> Job:
    job = queries.job_of(file)
    assert job is not None
    return job


def test_a_large_file_is_looked_at_as_a_job_and_its_page_reads_what_was_found(
    few: int, jeroen: Person, coordinator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = foreign.package(few + 2)
    package["CFItems"][3].pop("fullStatement")
    answer = coordinator.post(IMPORT, upload(json.dumps(package).encode()))
    file = FrameworkFile.objects.get()
    job = _work(file)
    assert answer.headers["Location"] == f"/apeldoorn/beheer/taken/{job.pk}/"
    page = coordinator.get(f"{IMPORT}{file.pk}/").content.decode()
    assert "Vakwerk kijkt wat dit bestand verandert." in page
    assert f"/apeldoorn/beheer/taken/{job.pk}/" in page
    looked_at(file)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (Job.State.DONE, few + 1, few + 1)
    assert job.result_url == f"{IMPORT}{file.pk}/"
    with monkeypatch.context() as patch:
        patch.delattr(previewing, "preview")
        english = coordinator.get(job.result_url, headers={"accept-language": "en"}).content.decode()
        dutch = coordinator.get(job.result_url).content.decode()
    assert "CFItems[3].fullStatement" in dutch
    assert "21 competenties zijn nog niet bruikbaar om op te beoordelen" in dutch
    assert "21 competencies cannot be used for assessment yet" in english
    assert "Zo was het op" in dutch
    answer = coordinator.post(f"{IMPORT}{file.pk}/overnemen/")
    assert answer.headers["Location"] == f"/apeldoorn/beheer/taken/{_work(file).pk}/"
    looked_at(file)
    file.refresh_from_db()
    assert (file.state, file.found, bytes(file.content)) == (FrameworkFile.State.DONE, None, b"")
    assert file.result is not None
    assert file.result.competencies.count() == few + 1


def test_what_is_kept_shows_the_same_as_what_is_looked_at_at_once(
    jeroen: Person, coordinator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = own_draft(jeroen)
    content = b"sleutel;competentie (nl);niveau;gedrag (nl)\nlawful;Heet nu anders;1;Doet het\n;;x;\n"
    file = operations.bring_file(name="t.csv", content=content, into=draft, by=jeroen, now=NOW)
    assert file.state == FrameworkFile.State.WAITING
    at_once = coordinator.get(f"{IMPORT}{file.pk}/")
    monkeypatch.setattr(operations, "MOST_AT_ONCE", 20)
    large = operations.bring_file(name="t.csv", content=content, into=draft, by=jeroen, now=NOW)
    looked_at(large)
    later = coordinator.get(f"{IMPORT}{large.pk}/")
    for part in ("head", "competencies", "others", "problems", "added", "changed", "removed", "same", "more"):
        assert str(at_once.context[part]) == str(later.context[part]), part
    assert at_once.context["changed"] == 1


def test_a_small_table_into_a_large_draft_is_looked_at_as_a_job_and_again_when_asked(
    few: int, jeroen: Person, coordinator: Client
) -> None:
    draft = own_draft(jeroen)
    coordinator.post(IMPORT, upload(TABLE, "tabel.csv", into=draft.pk))
    file = looked_at(FrameworkFile.objects.get())
    page = coordinator.get(f"{IMPORT}{file.pk}/").content.decode()
    assert "Iets nieuws" in page
    assert "Wat niet in het bestand staat, blijft in het concept." in page
    answer = coordinator.post(f"{IMPORT}{file.pk}/overnemen/", {"opnieuw": "1", "weg": "1"})
    assert answer.headers["Location"] == f"/apeldoorn/beheer/taken/{_work(file).pk}/"
    file = looked_at(file)
    assert file.found is not None
    assert file.found["take_away"] is True
    assert coordinator.get(f"{IMPORT}{file.pk}/").context["removed"] == 10
    coordinator.post(f"{IMPORT}{file.pk}/overnemen/", {"weg": "1"})
    looked_at(file)
    assert [one.key for one in draft.competencies.all()] == ["nieuw"]


def test_a_large_file_that_cannot_be_read_says_why_on_its_page(
    coordinator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "is_large", lambda content: True)
    for content, name, said in [
        (b'{"CFDocument": {,', "x.json", "Kijk bij regel 1, teken 17"),
        (b"%PDF-1.7 en meer", "x.pdf", "geen CSV"),
    ]:
        coordinator.post(IMPORT, upload(content, name))
        file = looked_at(FrameworkFile.objects.first() or FrameworkFile())
        answer = coordinator.get(f"{IMPORT}{file.pk}/")
        assert answer.status_code == 422
        assert said in answer.content.decode()
        coordinator.post(f"{IMPORT}{file.pk}/overnemen/")
        file.refresh_from_db()
        assert file.state == FrameworkFile.State.WAITING


def test_whoever_stops_the_looking_can_look_again_or_throw_it_away(
    few: int, academy: Academy, jeroen: Person, coordinator: Client
) -> None:
    file = brought(foreign.package(few + 1), jeroen)
    jobs.ask_to_stop(job=_work(file))
    looked_at(file)
    page = coordinator.get(f"{IMPORT}{file.pk}/").content.decode()
    assert "Vakwerk heeft dit bestand niet helemaal bekeken." in page
    assert "Kijk opnieuw" in page
    coordinator.post(f"{IMPORT}{file.pk}/overnemen/", {"opnieuw": "1"})
    assert looked_at(file).state == FrameworkFile.State.WAITING
    coordinator.post(f"{IMPORT}{file.pk}/overnemen/", {"weggooien": "1"})
    assert not FrameworkFile.objects.exists()


def test_a_stop_during_the_looking_keeps_nothing(few: int, jeroen: Person) -> None:
    file = brought(foreign.package(few + 1), jeroen)
    work = jobs.Work(_work(file), academy_id=file.academy.pk)
    work._stop.set()
    operations.look_in_the_background(work, file_id=file.pk, take_away=False)
    file.refresh_from_db()
    assert (file.state, file.found) == (FrameworkFile.State.CHECKING, None)
    assert _work(file).state == Job.State.STOPPED


def test_a_file_that_is_being_looked_at_is_not_taken_over(few: int, jeroen: Person) -> None:
    file = brought(foreign.package(few + 1), jeroen)
    attempts: list[Any] = [
        lambda: operations.take_over(file=file, take_away=False, by=jeroen, now=NOW),
        lambda: operations.look_again(file=file, take_away=False, by=jeroen),
    ]
    for attempt in attempts:
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.reason == FileRefusal.NOT_LOOKED_AT


def test_a_file_thrown_away_while_it_is_looked_at_leaves_nothing(few: int, jeroen: Person) -> None:
    file = brought(foreign.package(few + 1), jeroen)
    job = _work(file)
    operations.throw_away(file=file)
    jobs.run_job.func(academy_id=job.academy.pk, job_id=job.pk)
    assert not FrameworkFile.objects.exists()
    job.refresh_from_db()
    assert job.state == Job.State.DONE


def test_a_file_for_a_draft_that_was_adopted_since_is_refused(few: int, jeroen: Person) -> None:
    draft = own_draft(jeroen)
    file = operations.bring_file(name="t.csv", content=TABLE, into=draft, by=jeroen, now=NOW)
    looked_at(file)
    frameworks.adopt(framework=draft, adopted_on=NOW.date(), adopted_by="college", by=jeroen, now=NOW)
    with pytest.raises(Refused) as refused:
        operations.take_over(file=file, take_away=False, by=jeroen, now=NOW)
    assert refused.value.reason == FileRefusal.NO_DRAFT


@pytest.mark.parametrize(
    ("content", "large"),
    [
        (b"{" + b" " * 2_500_000, True),
        (b"{" + b" " * 2_400_000, False),
        (b"PK\x03\x04" + b"x" * 200_000, True),
    ],
    ids=["text", "less text", "workbook"],
)
def test_how_large_a_file_is_follows_from_its_bytes(content: bytes, large: bool) -> None:
    assert rules.is_large(content) is large


@pytest.mark.parametrize("goes_into_draft", [False, True])
@pytest.mark.parametrize("is_large", [False, True])
def test_the_page_of_a_file_takes_as_many_queries_however_much_is_in_it(
    jeroen: Person,
    coordinator: Client,
    monkeypatch: pytest.MonkeyPatch,
    goes_into_draft: bool,
    is_large: bool,
) -> None:
    monkeypatch.setattr(rules, "is_large", lambda content: is_large)
    asked = []
    for items in (6, 120):
        package = foreign.package(items)
        package["CFItems"].append({"identifier": "no-uuid", "fullStatement": "Kapot"})
        into = own_draft(jeroen, name=f"Concept {items}") if goes_into_draft else None
        file = brought(package, jeroen, into)
        if is_large:
            looked_at(file)
        asked.append(queries_of(coordinator, f"{IMPORT}{file.pk}/"))
    assert asked[0] == asked[1] <= MOST_QUERIES


def test_the_page_to_bring_a_file_takes_as_many_queries_however_many_came(
    jeroen: Person, coordinator: Client
) -> None:
    def bring(count: int) -> int:
        for nth in range(count):
            own_draft(jeroen, name=f"Concept {nth}")
            brought(foreign.package(3), jeroen)
        return queries_of(coordinator, IMPORT)

    assert bring(1) == bring(8) <= MOST_QUERIES
