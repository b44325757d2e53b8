"""Can people take what knowledge knows of them, and have it erased, without breaking what others said?"""

from django.utils import timezone

from vakwerk.foundation.models import Academy
from vakwerk.knowledge.conversation import operations as talk
from vakwerk.knowledge.models import LocalContext, Mention, Post, PostReport, PostVersion, Source
from vakwerk.knowledge.sources import operations
from vakwerk.knowledge.tests import factories
from vakwerk.people import operations as people
from vakwerk.people.export import everything_about
from vakwerk.people.models import Person


def erase(person: Person) -> None:
    people.erase_person(person=person, now=timezone.now(), today=timezone.localdate(), by=None)


def test_people_take_what_they_keep_said_and_reported(
    inside: Academy, jeroen: Person, bert: Person, esra: Person
) -> None:
    made = factories.source(jeroen, owner=bert)
    operations.note_locally(source=made, text="Hier zo", by=jeroen, now=timezone.now())
    post = factories.said(bert, made, "Dag @Esra Kaya")
    talk.report(post=post, reason="Hoort dit hier?", by=esra, now=timezone.now())
    of_bert = everything_about(bert)["knowledge"]
    assert [one["key"] for one in of_bert["keeps"]] == [made.key]
    assert [one["text"] for one in of_bert["said"]] == ["Dag @Esra Kaya"]
    of_esra = everything_about(esra)["knowledge"]
    assert len(of_esra["called_in"]) == 1
    assert of_esra["reported"][0]["reason"] == "Hoort dit hier?"
    assert "Dag" not in str(of_esra["called_in"])
    assert everything_about(jeroen)["knowledge"]["local_notes"][0]["note"] == "Hier zo"


def test_erasing_takes_their_words_and_name_and_leaves_the_answers(
    inside: Academy, jeroen: Person, bert: Person, esra: Person
) -> None:
    made = factories.source(jeroen, owner=bert)
    proposed = factories.proposal(bert)
    asked = factories.source(jeroen, "Bert Wolters over loslaten", kind="person", person=bert)
    operations.note_locally(source=made, text="Hier zo", by=bert, now=timezone.now())
    mine = factories.said(bert, made, "Ik zei dit")
    talk.change(post=mine, source=made, text="Ik zei dat", by=bert, now=timezone.now())
    answer = factories.said(esra, made, "Dank je, @Bert Wolters", to=mine)
    talk.report(post=answer, reason="Te lang", by=bert, now=timezone.now())
    erase(bert)
    mine.refresh_from_db()
    answer.refresh_from_db()
    made.refresh_from_db()
    asked.refresh_from_db()
    assert (mine.text, mine.author) == ("", None)
    assert answer.text == "Dank je, @…"
    assert made.owner is None
    assert not Source.objects.filter(pk=proposed.pk).exists()
    assert "bert" not in f"{asked.title}{asked.key}".lower()
    assert asked.retired_at is not None
    assert not PostVersion.objects.exists()
    assert not Mention.objects.exists()
    assert PostReport.objects.get().reporter is None
    assert LocalContext.objects.get().note_by is None
    for model in (Source, Post, PostVersion, LocalContext):
        assert "Wolters" not in str(list(model.objects.values()))
