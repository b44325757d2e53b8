"""Tells the foundation what persons are called, for its audit trail and lists of work."""

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, Trim

from vakwerk.foundation.names import NameBook
from vakwerk.people.models import Person
from vakwerk.people.rules import search_key


def _name_of(column: str) -> Coalesce:
    person = Person.objects.filter(pk=OuterRef(column)).order_by()
    name = Trim(Concat(F("given_name"), Value(" "), F("family_name")))
    return Coalesce(Subquery(person.annotate(whole=name).values("whole")[:1]), Value(""))


def _found_by(text: str) -> QuerySet[Any, Any]:
    return Person.objects.filter(search_key__contains=search_key(text)).order_by().values("pk")


BOOK = NameBook(name_of=_name_of, found_by=_found_by)
