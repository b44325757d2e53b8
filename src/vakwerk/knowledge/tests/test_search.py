"""Does a search find what it should, only what it may, and quickly enough by design?"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vakwerk.craft.tests import framework_factories as frameworks
from vakwerk.foundation.models import Academy
from vakwerk.foundation.tenancy import in_academy
from vakwerk.knowledge.models import Source, SourceWord
from vakwerk.knowledge.search import queries, rules
from vakwerk.knowledge.search.rules import Group, Wanted
from vakwerk.knowledge.search.snippets import snippets
from vakwerk.knowledge.sources import operations
from vakwerk.knowledge.tests.factories import facts, source
from vakwerk.people.models import Person
from vakwerk.people.tests import factories as people


def found(academy: Academy, text: str = "", **more: str) -> list[str]:
    hits = queries.find(Wanted(text=text, **more), academy=academy)
    return [Source.objects.get(pk=key).title for key in hits.ids]


@pytest.fixture
def library(inside: Academy, jeroen: Person) -> Academy:
    source(jeroen, "De sleutel van het dorpshuis", body="Een coöperatie wil zelf vergunningen aanvragen.")
    source(jeroen, "Vergunningen in gewone taal", side="outside", kind="article", sizes=["small"])
    source(
        jeroen,
        "Collaborating across boundaries",
        language="en",
        kind="book",
        side="outside",
        summary="What professionals learn from each other.",
        competencies=["collaborating"],
    )
    return inside


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("vergunning", ["Vergunningen in gewone taal", "De sleutel van het dorpshuis"]),
        ("VERGUNNINGEN taal", ["Vergunningen in gewone taal"]),
        ("cooperatie", ["De sleutel van het dorpshuis"]),
        ("coöperaties", ["De sleutel van het dorpshuis"]),
        ("collaborate boundary", ["Collaborating across boundaries"]),
        ("professional", ["Collaborating across boundaries"]),
        ("dorps", ["De sleutel van het dorpshuis"]),
        ("niet-bestaand", []),
        ("het dorpshuis", ["De sleutel van het dorpshuis"]),
    ],
)
def test_words_are_found_in_any_form_title_first(library: Academy, text: str, titles: list[str]) -> None:
    assert found(library, text) == titles


@pytest.mark.parametrize("text", ["%", "& | !", "'", "<->", "_"])
def test_signs_only_find_nothing(library: Academy, text: str) -> None:
    hits = queries.find(Wanted(text=text), academy=library)
    assert (hits.count, hits.ids) == (0, [])


def test_only_small_words_find_everything_and_say_so(library: Academy) -> None:
    hits = queries.find(Wanted(text="de het een"), academy=library)
    assert hits.says_nothing
    assert hits.count == 3


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"kind": "book"}, 1),
        ({"side": "outside"}, 2),
        ({"side": "outside", "kind": "case"}, 0),
        ({"language": "en"}, 1),
        ({"competency": "collaborating"}, 1),
        ({"size": "small"}, 3),
        ({"size": "large"}, 2),
        ({"field": "housing"}, 3),
    ],
)
def test_filters_narrow(library: Academy, filters: dict[str, str], count: int) -> None:
    assert queries.find(Wanted(**filters), academy=library).count == count


def test_pages_follow_each_other_without_gaps(inside: Academy, jeroen: Person) -> None:
    made = [source(jeroen, f"Casus over wonen {number}").pk for number in range(7)]
    pages = [
        queries.find(Wanted(text="wonen"), academy=inside, first=first, most=3) for first in (0, 3, 6, 9)
    ]
    assert [page.count for page in pages] == [7, 7, 7, 7]
    assert [key for page in pages for key in page.ids] == made[::-1]


@pytest.mark.parametrize(
    "text",
    ["loslaten", "loslaat", "losla", "C05", "letting go", "zeggenschap", "loslaten huren", "HUREN losla"],
)
def test_a_source_is_found_by_what_the_competency_is_called_that_it_is_tagged_with(
    inside: Academy, jeroen: Person, text: str
) -> None:
    frameworks.adopted()
    source(jeroen, "Over huren", competencies=["supporting"])
    source(jeroen, "Over kopen en huren", competencies=["connecting"])
    assert found(inside, text) == ["Over huren"]


def test_what_says_the_word_itself_comes_before_what_is_tagged_with_it(
    inside: Academy, jeroen: Person
) -> None:
    frameworks.adopted()
    source(jeroen, "Leren loslaten")
    source(jeroen, "Over huren", competencies=["supporting"])
    assert found(inside, "loslaten") == ["Leren loslaten", "Over huren"]
    hits = queries.find(Wanted(text="loslaten"), academy=inside)
    assert snippets(hits.ids, hits.words)[hits.ids[1]].title == "Over huren"


def test_the_database_keeps_the_words_up_to_date(inside: Academy, jeroen: Person) -> None:
    from django.utils import timezone

    one = source(jeroen, "Over huren")
    assert found(inside, "huren") == ["Over huren"]
    operations.change_source(source=one, facts=facts("Over kopen"), by=jeroen, now=timezone.now())
    assert found(inside, "huren") == []
    assert found(inside, "kopen") == ["Over kopen"]
    operations.retire(source=one, by=jeroen, now=timezone.now())
    assert not SourceWord.objects.filter(source_id=one.pk).exists()
    operations.bring_back(source=one, by=jeroen, now=timezone.now())
    assert found(inside, "kopen") == ["Over kopen"]
    Source.objects.filter(pk=one.pk).delete()
    assert not SourceWord.objects.exists()


def test_a_proposal_is_not_found(inside: Academy, jeroen: Person, bert: Person) -> None:
    from vakwerk.knowledge.tests.factories import proposal

    proposal(bert, "Een voorstel over wonen")
    assert found(inside, "wonen") == []


def test_a_guest_does_not_find_persons_to_ask(inside: Academy, jeroen: Person, bert: Person) -> None:
    source(jeroen, "Bert over loslaten", kind="person", person=bert)
    assert queries.find(Wanted(text="loslaten"), academy=inside, guest=True).count == 0
    assert queries.find(Wanted(text="loslaten"), academy=inside).count == 1


def test_the_search_reads_the_index_under_row_level_security(library: Academy) -> None:
    """The reason for the table of words: a full-text index is not used here, see decision 0007."""
    search = queries._Search([Group(("vergunn",))], "academy_id = %s", [library.pk])
    with queries._in_step() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {search.sql}", search.parameters)
        plan = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute("RESET enable_seqscan")
    assert "knowledge_sourceword_pkey" in plan
    assert "Index Cond: ((academy_id" in plan
    assert "lexeme = 'vergunn'" in plan.split("Index Cond")[1]


def test_snippets_mark_words_and_escape_the_rest(inside: Academy, jeroen: Person) -> None:
    one = source(
        jeroen, "<b>Vergunning</b>", summary="Een <script>alert(1)</script> vergunning & meer \ue000x"
    )
    piece = snippets([one.pk], [Group(("vergunn",))])[one.pk]
    assert "<mark>Vergunning</mark>" in piece.title
    assert "&lt;b&gt;" in piece.title
    assert "<script" not in piece.text
    assert piece.text.count("<mark>") == piece.text.count("</mark>") == 1


NASTY = st.text(max_size=250) | st.sampled_from(
    [
        "'",
        "''",
        "\\",
        "a'b",
        ":*",
        "!a & b | (c",
        "<->",
        "%s",
        "%(x)s",
        "@",
        "-",
        "\x00",
        "\ue000",
        "a" * 199,
        "é" * 90,
    ]
)


def sendable(text: str) -> str:
    """Return a text as a browser can send it: without halves of a pair."""
    return text.encode("utf-8", "replace").decode()


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=NASTY, page=st.text(max_size=8))
def test_no_text_makes_a_search_fail(client: Client, apeldoorn: Academy, text: str, page: str) -> None:
    with in_academy(apeldoorn):
        wanted = rules.wanted_from({"q": text})
        hits = queries.find(wanted, academy=apeldoorn, most=5)
        snippets(hits.ids or [1], hits.words)
    answer = client.get("/apeldoorn/kennis/", {"q": sendable(text), "page": sendable(page)})
    assert answer.status_code == 200


def test_the_page_takes_as_many_queries_for_many_sources(
    client: Client, apeldoorn: Academy, jeroen: Person
) -> None:
    address = reverse("knowledge:search", args=["apeldoorn"])
    with in_academy(apeldoorn):
        source(jeroen, "Casus over wonen")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address, {"q": "wonen"})
    with in_academy(apeldoorn):
        for number in range(30):
            source(jeroen, f"Casus over wonen {number}")
    with CaptureQueriesContext(connection) as many:
        page = client.get(address, {"q": "wonen"}).content.decode()
    assert len(many) == len(few)
    assert len(many) <= 26
    assert "31 bronnen" in page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_was_found_can_be_downloaded(
    client: Client, apeldoorn: Academy, jeroen: Person, kind: str
) -> None:
    with in_academy(apeldoorn):
        source(jeroen, "Casus over wonen")
        source(jeroen, "Iets anders")
    answer = client.get(reverse("knowledge:search", args=["apeldoorn"]), {"q": "wonen", "download": kind})
    assert answer["Content-Disposition"].endswith(f'.{kind}"')
    if kind == "csv":
        assert "Casus over wonen" in answer.content.decode()
        assert "Iets anders" not in answer.content.decode()


def test_a_page_beyond_the_last_shows_the_last(client: Client, apeldoorn: Academy, jeroen: Person) -> None:
    with in_academy(apeldoorn):
        source(jeroen, "Casus over wonen")
    page = client.get(reverse("knowledge:search", args=["apeldoorn"]), {"page": "99"}).content.decode()
    assert "Casus over wonen" in page


def test_a_guest_gets_the_page_without_persons_in_downloads(
    henk: Person, apeldoorn: Academy, jeroen: Person, bert: Person
) -> None:
    with in_academy(apeldoorn):
        source(jeroen, "Casus over wonen", owner=bert)
    browser = people.signed_in(henk)
    address = reverse("knowledge:search", args=["apeldoorn"])
    assert browser.get(address).status_code == 200
    assert "wolters" not in browser.get(address, {"download": "csv"}).content.decode().lower()
