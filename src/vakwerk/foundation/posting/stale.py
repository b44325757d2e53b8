"""Did what a form shows change after it was drawn? And what of that does its writer have to know?

A form carries a digest of each value that it showed. When it is sent, the values of that moment are held against
those digests: only what this very form shows can clash, and no table needs a version for it.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from django import forms
from django.db import models
from django.forms.boundfield import BoundField
from django.http import HttpRequest, QueryDict
from django.utils import formats
from django.utils.translation import gettext as _

from vakwerk.foundation import names, rights
from vakwerk.foundation.models import AuditEntry, OwnAct
from vakwerk.foundation.posting import drawn
from vakwerk.foundation.posting.drawn import Drawn

Boxes = dict[str, list[str]]
"""What a browser sends for one field: a name per box, and what is in it."""
LONGEST_SHOWN = 600
SEEN = "vw_seen"


@dataclass(frozen=True)
class Shown:
    """What a page works out from many rows and shows, to decide upon: anything that can be written as JSON."""

    facts: Any


Seen = models.Model | Iterable[models.Model] | Shown
"""What somebody looks at while they decide: a row, some rows in their order, or what the page says of them."""


@dataclass(frozen=True)
class Difference:
    """One field that somebody else changed. ``taken_over``: its reader had not touched it, so theirs stands there."""

    label: str
    theirs: str
    yours: str
    taken_over: bool


@dataclass(frozen=True)
class Clash:
    """A form that was drawn before somebody else saved. ``name``: "" where it is not known who."""

    name: str
    is_own: bool
    at: datetime | None
    differences: Sequence[Difference]


UNREAD: Final = Clash(name="", is_own=False, at=None, differences=())
"""A form that does not say what its page showed."""


def values_of(form: forms.BaseForm, rows: forms.BaseFormSet[Any] | None = None) -> dict[str, str]:
    """Return a digest for each value that a form shows before anybody typed in it."""
    found = {bound.html_name: _digest(_shown(bound)) for bound in _fields(form)}
    if rows is not None:
        found[str(rows.prefix)] = _digest(_rows(rows))
    return found


def name_of(of: Seen) -> str:
    """Return what tells one row from every other, or "" for several."""
    return f"{of._meta.label_lower}:{of.pk}" if isinstance(of, models.Model) else ""


def said_to_change(request: HttpRequest) -> str:
    """Return what a form that is sent says it changes: a row, or else its address; "" if it changes nothing stored."""
    if found := drawn.values_for(request, request.POST):
        return found.about or request.path
    name, _at, version = request.POST.get(SEEN, "").rpartition(" ")
    return name or (request.path if version else "")


def hold(of: models.Model) -> bool:
    """Keep a row from being changed in any other way until this is over; ``False`` if it is not what was read."""
    unread = of.get_deferred_fields()
    rows = type(of)._base_manager.filter(pk=of.pk)
    # A row that the application may only read it cannot lock either; those who change it all come by a form that
    # takes turns.
    if rights.USES.get(of._meta.db_table) is rights.Use.WRITE:
        rows = rows.select_for_update(of=("self",), no_key=True)
    now = rows.defer(*unread).first()
    return now is not None and _columns(now, unread) == _columns(of, unread)


def clash_of(
    request: HttpRequest,
    form: forms.BaseForm,
    *,
    of: models.Model,
    rows: forms.BaseFormSet[Any] | None = None,
) -> Clash | None:
    """Tell what others changed since the form was drawn, or ``None`` if nothing that matters.

    What its writer left as it was is brought up to date in the form; all else stays as they typed it.
    """
    was = drawn.values_for(request, form.data) if isinstance(form.data, QueryDict) else None
    if was is None or was.values is None:
        return None
    is_held = hold(of)
    found = list(_differences(form, was.values))
    upon = was.values.get(SEEN)
    is_other = not is_held or (upon is not None and upon != version_of(of))
    if rows is not None and was.values.get(str(rows.prefix)) not in {None, _digest(_rows(rows))}:
        found.append(Difference(_("The rows"), _rows_in_words(rows), "", taken_over=False))
    return _with_who(request, found, of=of, was=was) if found or is_other else None


def version_of(thing: Seen) -> str:
    """Return what changes with any column of a row, or with the order of some rows."""
    if isinstance(thing, models.Model):
        return _columns(thing, set())
    if isinstance(thing, Shown):
        return _digest(thing.facts)
    return _digest([row.pk for row in thing])


def is_unread(request: HttpRequest, *, shown: Collection[str] = (SEEN,)) -> bool:
    """Tell whether what is sent says nothing of what its page showed, as no form of ours does.

    ``shown``: what the form carries when it is drawn. Nothing without a token comes past Django's own check, but in a
    test that does without; and a page for nobody in particular carries nothing.
    """
    has_token = "csrfmiddlewaretoken" in request.POST or "X-CSRFToken" in request.headers
    if not has_token or not shown or not drawn.is_carried(request):
        return False
    was = drawn.values_for(request, request.POST)
    if SEEN in shown:
        return SEEN not in ((was.values if was else None) or request.POST)
    return was is None


def changed_since(request: HttpRequest, of: Seen) -> Clash | None:
    """Tell whether what a button acts on is no longer what its page showed, or ``None`` if it still is.

    The page said so with the ``seen`` tag beside the button, or ``confirm_page`` drew it. What leaves it out may not
    have been read, and is taken for old.
    """
    was = drawn.values_for(request, request.POST)
    said = (was.values or {}).get(SEEN) if was else request.POST.get(SEEN)
    if said is None:
        return UNREAD if is_unread(request) else None
    is_held = hold(of) if isinstance(of, models.Model) else True
    if is_held and said.rpartition(" ")[2] == version_of(of):
        return None
    if was is None or not isinstance(of, models.Model):
        return UNREAD
    return _with_who(request, [], of=of, was=was)


def _differences(form: forms.BaseForm, was: Mapping[str, str]) -> Iterator[Difference]:
    data = cast("QueryDict", form.data).copy()
    for bound in _fields(form):
        now, typed, before = _shown(bound), _typed(bound), was.get(bound.html_name)
        if before is None or before == _digest(now) or now == typed:
            continue
        untouched = before == _digest(typed)
        if untouched:
            for name, texts in now.items():
                data.setlist(name, texts)
        yield Difference(
            str(bound.label), _in_words(bound, now), _in_words(bound, typed), taken_over=untouched
        )
    form.data = data
    form._errors = None  # type: ignore[attr-defined]  # what was found wrong with the old data says nothing now


def _with_who(request: HttpRequest, found: list[Difference], *, of: models.Model, was: Drawn) -> Clash:
    about = {"object_type": of._meta.label_lower, "object_id": of.pk, "at__gte": was.at}
    # Of what is somebody's own learning the trail says nothing; its writer and assessor are the ones to read this.
    entry: Any = None
    for kept in (AuditEntry, OwnAct):
        entries = kept.objects.filter(**about).annotate(actor_name=names.name_of("actor_id"))
        entry = entry or entries.order_by("-at", "-pk").first()
    person = getattr(request, "person", None)
    return Clash(
        name=entry.actor_name or "" if entry else "",
        is_own=bool(entry and person and entry.actor_id == person.pk),
        at=entry.at if entry else None,
        differences=found,
    )


def _fields(form: forms.BaseForm) -> list[BoundField]:
    return [
        bound for bound in form if not isinstance(bound.field, forms.FileField) and not bound.field.disabled
    ]


def _shown(bound: BoundField) -> Boxes:
    """Return what a browser would send back if nobody touched the field."""
    value = bound.field.prepare_value(bound.initial)
    return dict(_boxes(bound.field.widget, bound.html_name, value))


def _boxes(widget: forms.Widget, name: str, value: Any) -> Iterator[tuple[str, list[str]]]:
    if isinstance(widget, forms.MultiWidget):
        parts: Any = value if isinstance(value, (list, tuple)) else widget.decompress(value)
        endings: list[str] = widget.widgets_names  # type: ignore[attr-defined]  # its stubs do not know them
        for ending, box, part in zip(endings, widget.widgets, parts, strict=False):
            yield from _boxes(box, f"{name}{ending}", part)
    elif isinstance(widget, forms.CheckboxInput):
        yield name, ["on"] if widget.check_test(value) else []
    else:
        said = widget.format_value(value)
        yield name, _plain(said if isinstance(said, (list, tuple)) else [said])


def _typed(bound: BoundField) -> Boxes:
    data, widget = cast("QueryDict", bound.form.data), bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        ticked = widget.value_from_datadict(data, bound.form.files, bound.html_name)
        return {bound.html_name: ["on"] if ticked else []}
    return {name: _plain(data.getlist(name)) for name in _shown(bound)}


def _plain(values: Sequence[Any]) -> list[str]:
    texts = (str(value).replace("\r\n", "\n").strip() for value in values if value is not None)
    return sorted(text for text in texts if text)


def _columns(row: models.Model, without: set[str]) -> str:
    # What is in a file never changes; it can be long, and is often not read.
    fields = [
        field
        for field in row._meta.concrete_fields
        if field.attname not in without and not isinstance(field, models.BinaryField)
    ]
    return _digest([field.value_from_object(row) for field in fields])


def _digest(value: Any) -> str:
    said = json.dumps(value, sort_keys=True, default=str)
    return hashlib.blake2b(said.encode(), digest_size=6).hexdigest()


def _rows(rows: forms.BaseFormSet[Any]) -> list[Any]:
    return list(rows.initial or [])


def _rows_in_words(rows: forms.BaseFormSet[Any]) -> str:
    said = (", ".join(str(value) for value in row.values() if value not in (None, "")) for row in _rows(rows))
    return "; ".join(said)[:LONGEST_SHOWN]


def _in_words(bound: BoundField, boxes: Boxes) -> str:
    """Say what stands in a field, as its reader would."""
    field = bound.field
    if isinstance(field.widget, forms.CheckboxInput):
        return _("yes") if boxes[bound.html_name] else _("no")
    labels = dict(_labels(getattr(field, "choices", ())))
    said = [labels.get(text, _day(field, text)) for texts in boxes.values() for text in texts]
    return ", ".join(said)[:LONGEST_SHOWN]


def _labels(choices: Any) -> Iterator[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from _labels(label)
        else:
            yield str(value), str(label)


def _day(field: forms.Field, text: str) -> str:
    if not isinstance(field, forms.DateField):
        return text
    try:
        day = field.to_python(text)
    except forms.ValidationError:
        return text
    return formats.date_format(day, "j F Y") if day else text
