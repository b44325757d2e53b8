"""Does a list of sources come in as it should, go out whole, and change nothing the second time?"""

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from vakwerk.foundation import jobs
from vakwerk.foundation.models import Academy, Job
from vakwerk.foundation.tenancy import in_academy
from vakwerk.knowledge.exchange import operations
from vakwerk.knowledge.models import Source, SourceImport
from vakwerk.knowledge.sources import operations as sources
from vakwerk.knowledge.tests import factories
from vakwerk.people.models import Person
from vakwerk.people.tests import factories as people

CSV = """titel;soort;van binnen of buiten;in het kort;beleidsvelden;groottes;eigenaar;opnieuw bekijken op
Wie belt er;casus;binnen;Over een sleutel;wonen; jeugd;klein (tot 30.000 inwoners);Bert Wolters;31-12-2027
Ruim denken;book;outside;About space;;;;
;casus;binnen;Zonder titel;;;;
Iets;gedicht;binnen;x;;;;
Iets anders;casus;binnen;x;ruimtevaart;;;
Nog iets;casus;binnen;x;;;niemand@x.example;
Leeg;casus;binnen;;;;;
Wie belt er;casus;binnen;Dubbel;;;;
"""
CSV = CSV.replace("wonen; jeugd", '"wonen; jeugd"').replace("van binnen of buiten", "binnen of buiten")


def test_every_row_says_what_it_does_or_what_is_wrong(inside: Academy, bert: Person) -> None:
    steps = operations.plan(CSV.encode())
    assert [step.outcome for step in steps] == ["new", "new", *["wrong"] * 6]
    first = steps[0].facts
    assert first is not None
    assert (first.policy_fields, first.sizes, first.owner) == (["housing", "youth"], ["small"], bert)
    assert str(first.review_on) == "2027-12-31"
    assert [(one.column, one.what) for step in steps for one in step.row.problems] == [
        ("titel", "no_title"),
        ("soort", "unknown_value"),
        ("beleidsvelden", "unknown_value"),
        ("eigenaar", "nobody"),
        ("", "nothing_to_learn_from"),
        ("titel", "twice"),
    ]


def test_taking_over_a_second_time_changes_nothing(inside: Academy, jeroen: Person, bert: Person) -> None:
    counts = operations.carry_out(operations.plan(CSV.encode()), by=jeroen)
    assert counts == {"new": 2, "changed": 0, "same": 0, "wrong": 6}
    assert operations.carry_out(operations.plan(CSV.encode()), by=jeroen) == {
        "new": 0, "changed": 0, "same": 2, "wrong": 6,
    }  # fmt: skip
    changed = CSV.replace("Over een sleutel", "Over twee sleutels")
    assert operations.carry_out(operations.plan(changed.encode()), by=jeroen)["changed"] == 1
    assert Source.objects.count() == 2


def test_a_column_that_is_not_there_leaves_what_is_known(inside: Academy, jeroen: Person) -> None:
    factories.source(jeroen, "Wie belt er", body="Lange tekst", competencies=["connecting"])
    file = "titel;soort;kant;in het kort\nWie belt er;casus;binnen;Nieuw\n"
    operations.carry_out(operations.plan(file.encode()), by=jeroen)
    kept = Source.objects.get()
    assert (kept.summary, kept.body, kept.competencies) == ("Nieuw", "Lange tekst", ["connecting"])


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_went_out_comes_in_again_and_changes_nothing(
    client: Client, apeldoorn: Academy, jeroen: Person, bert: Person, kind: str
) -> None:
    with in_academy(apeldoorn):
        factories.source(
            jeroen, "=Gevaarlijke titel", body="Alinea\n\nTwee; drie " + "x" * 35_000, developments=["cuts"],
            sizes=["small", "large"], year=2026, url="https://a.example/?x=1", owner=bert, language="en",
        )  # fmt: skip
        factories.source(jeroen, "Bert over loslaten", kind="person", person=bert)
        factories.shared(jeroen, "Gedeeld")
    file = client.post(reverse("knowledge:export_sources", args=["apeldoorn", kind])).content
    with in_academy(apeldoorn):
        steps = operations.plan(file)
        assert [(step.outcome, step.changes, step.row.problems) for step in steps] == [("same", [], ())] * 3


def test_another_academy_takes_the_file_over_as_its_own(
    client: Client, apeldoorn: Academy, jeroen: Person, amsterdam: Academy, ilse: Person
) -> None:
    with in_academy(apeldoorn):
        factories.source(jeroen, "Casus over wonen", competencies=["connecting"])
    file = client.post(reverse("knowledge:export_sources", args=["apeldoorn", "xlsx"])).content
    with in_academy(amsterdam):
        step = operations.plan(file)[0]
        # Who owns it there is nobody here, and Amsterdam has no framework that knows the competency.
        assert {one.what for one in step.row.problems} == {"nobody", "unknown_value"}


def test_everything_leaves_as_json(client: Client, apeldoorn: Academy, jeroen: Person, bert: Person) -> None:
    with in_academy(apeldoorn):
        made = factories.source(jeroen, owner=bert)
        factories.proposal(bert)
        from django.utils import timezone

        sources.note_locally(source=made, text="Hier zo", by=jeroen, now=timezone.now())
    said = json.loads(client.post(reverse("knowledge:export_sources", args=["apeldoorn", "json"])).content)
    assert {one["key"]: one["state"] for one in said["sources"]} == {
        "een-goed-boek": "proposed",
        "wie-zat-er-niet-aan-tafel": "published",
    }
    assert said["sources"][0]["owner"] == bert.email
    assert said["local_notes"] == [{"source_key": made.key, "own_source": True, "note": "Hier zo"}]


def test_a_file_is_looked_at_and_then_taken_over(
    client: Client, apeldoorn: Academy, bert: Person, django_capture_on_commit_callbacks: object
) -> None:
    address = reverse("knowledge:import_sources", args=["apeldoorn"])
    answer = client.post(address, {"file": SimpleUploadedFile("bronnen.csv", CSV.encode())})
    assert answer.status_code == 302
    shown = client.get(answer["Location"]).content.decode()
    assert "“gedicht” staat niet in de lijst" in shown
    started = client.post(answer["Location"])
    with in_academy(apeldoorn):
        assert not Source.objects.exists()
        job = Job.objects.get()
    assert started["Location"].endswith(f"/{job.pk}/")
    jobs.run_job.func(academy_id=apeldoorn.pk, job_id=job.pk)
    with in_academy(apeldoorn):
        job.refresh_from_db()
        assert job.state == Job.State.DONE
        assert Source.objects.count() == 2
        assert not SourceImport.objects.exists()


def test_a_file_is_thrown_away(client: Client, apeldoorn: Academy, bert: Person) -> None:
    address = reverse("knowledge:import_sources", args=["apeldoorn"])
    kept = client.post(address, {"file": SimpleUploadedFile("bronnen.csv", CSV.encode())})["Location"]
    client.post(kept, {"drop": "1"})
    with in_academy(apeldoorn):
        assert not SourceImport.objects.exists()


def test_a_kept_file_that_cannot_be_read_any_more_says_why_and_can_be_thrown_away(
    client: Client, apeldoorn: Academy
) -> None:
    with in_academy(apeldoorn):
        kept = SourceImport.objects.create(file_name="oud.csv", content=b'titel;soort\n"Open;casus\n')
    at = reverse("knowledge:import_preview", args=["apeldoorn", kept.pk])
    page = client.get(at)
    assert page.status_code == 422
    assert "aanhalingsteken" in page.content.decode()
    assert client.post(at, {"drop": "1"})["Location"] == reverse(
        "knowledge:import_sources", args=["apeldoorn"]
    )
    with in_academy(apeldoorn):
        assert not SourceImport.objects.exists()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"a\n", b"PK\x03\x04rommel"])
def test_what_is_no_table_is_refused_with_the_reason(client: Client, content: bytes) -> None:
    file = SimpleUploadedFile("x.csv", content) if content else SimpleUploadedFile("x.csv", b" ")
    answer = client.post(reverse("knowledge:import_sources", args=["apeldoorn"]), {"file": file})
    assert answer.status_code == 422


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_to_fill_in_is_understood(client: Client, apeldoorn: Academy, kind: str) -> None:
    file = client.get(reverse("knowledge:source_template", args=["apeldoorn", kind])).content
    with in_academy(apeldoorn):
        assert [step.outcome for step in operations.plan(BytesIO(file).getvalue())] == ["new"]


def test_only_coordinators_take_everything_out(bert: Person) -> None:
    answer = people.signed_in(bert).post(reverse("knowledge:export_sources", args=["apeldoorn", "json"]))
    assert answer.status_code == 403
