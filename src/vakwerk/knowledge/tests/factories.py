"""Makes sources and conversations for tests, by the operations that Vakwerk itself uses."""

from typing import Any

from django.utils import timezone

from vakwerk.foundation.bilingual import Bilingual
from vakwerk.knowledge.conversation import operations as talk
from vakwerk.knowledge.models import Post, Source, SourceImport
from vakwerk.knowledge.sources import list_entries, operations
from vakwerk.knowledge.sources.operations import SourceFacts
from vakwerk.people.models import Person


def facts(title: str = "Wie zat er niet aan tafel?", **more: Any) -> SourceFacts:
    """Return what is known of a case from inside, with whatever else is given."""
    given: dict[str, Any] = {
        "kind": "case",
        "side": "inside",
        "summary": "Over inwoners die niemand had gevraagd.",
    }
    return SourceFacts(title=title, **{**given, **more})


def source(by: Person | None, title: str = "Wie zat er niet aan tafel?", **more: Any) -> Source:
    """Add a source to the current academy."""
    key = more.pop("key", "")
    return operations.add_source(facts=facts(title, **more), by=by, now=timezone.now(), key=key)


def proposal(by: Person, title: str = "Een goed boek", **more: Any) -> Source:
    """Propose a source in the current academy."""
    return operations.propose_source(facts=facts(title, **more), by=by, now=timezone.now())


def said(by: Person, under: Source, text: str = "Dit hielp ons.", to: Post | None = None) -> Post:
    """Say something under a source."""
    return talk.say(source=under, text=text, by=by, now=timezone.now(), to=to).post


def shared(by: Person, title: str = "Gedeelde casus", **more: Any) -> Source:
    """Add a source and share it with the region of the current academy."""
    made = source(by, title, **more)
    operations.share(source=made, academy=made.academy, by=by, now=timezone.now())
    made.refresh_from_db()
    return made


def examples(owner: Person, secret: str) -> dict[str, int]:
    """Return one object for every gap in the addresses of this room; ``secret`` stands where people write."""
    made = source(owner, secret, summary=secret, body=secret, author=secret)
    operations.note_locally(source=made, text=secret, by=owner, now=timezone.now())
    return {
        "source_id": made.pk,
        "post_id": said(owner, made, secret).pk,
        "entry_id": list_entries.add(list_="development", name=Bilingual(nl=secret), by=owner).pk,
        "source_import_id": SourceImport.objects.create(
            file_name=f"{secret}.csv",
            content=f"titel;soort;kant;in het kort\n{secret};casus;binnen;{secret}\n".encode(),
        ).pk,
    }
