"""Is any form without what keeps text from being overwritten, doubled or lost? Reads every view and template.

Whatever has to go along with a form goes with its CSRF token, and forms are judged in ``foundation/pages.py`` alone,
which asks what a form changes. A view that does so by itself fails here until it says why.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

HOUSE = Path(__file__).parents[2] / "src" / "vakwerk"
VIEWS = sorted(
    path
    for path in HOUSE.rglob("*.py")
    if "tests" not in path.parts
    if "views" in path.parts or path.stem.endswith("views") or "@page_for" in path.read_text(encoding="utf-8")
)

# Views that judge a form themselves, each with the reason.
ALONE = {
    "circles/proposals/views/proposals.py rearrange": "carries what the change was shown for, refused if that is gone",
    "craft/badges/views/public.py badge": "looks at a file, and keeps nothing",
    "craft/evidence/views/asking.py _respond": "answers once, by a link, and shows no value that is stored",
    "people/intake/views.py _choose_sheet": "chooses what to look at in a file, before anything is read",
}
# Forms that make something new, or do a thing once, and propose a value that nobody else can have changed.
PROPOSES = {
    "circles/refilling/views.py call_off": "that people wait for another circle",
    "circles/refilling/views.py call_off_round": "what comes after it",
    "craft/badges/views/mine.py give_back": "a reason",
    "craft/badges/views/mine.py request_badge": "the reader's language",
    "craft/evidence/views/asking.py ask": "whom to ask again, from the page of what they answered",
    "craft/exchange/views.py import_framework": "the draft from whose page one came",
    "craft/frameworks/views/whole.py adapt": "the framework from whose page one came",
    "craft/frameworks/views/whole.py adopt": "today",
    "craft/growth/views/sharing.py _share": "the only manager",
    "knowledge/sources/views/coordination.py entries": "the list that most entries go to",
    "knowledge/sources/views/keeping.py review": "a year from now",
    "people/views/persons.py person_new": "the organisation from whose page one came",
    "people/views/standing.py bond_new": "the kind that is most usual",
    "trajectories/design/views/states.py copy_trajectory": "a title for the copy",
    "trajectories/editions/views/editions.py new_edition": "the usual conditions",
    "trajectories/editions/views/parts.py add_session": "the next session, like the last one",
}
# Where a refusal is caught outside foundation/pages.py, each with the reason.
SAYS_NO = {
    "circles/proposals/views/proposals.py arrange_circle": "says at which field, and passes every other refusal on",
    "craft/evidence/views/asking.py _respond": "answers by a link, on a page of its own",
    "craft/frameworks/views/whole.py adopt": "says at which field, and passes every other refusal on",
    "people/entrance/addresses.py _done": "belongs to an account, outside every academy",
    "people/entrance/addresses.py confirm_address": "belongs to an account, outside every academy",
}
# Buttons and questions that are right whatever else changed since their page was drawn, each with the reason.
ALWAYS_RIGHT = {
    "circles/proposals/views/relaxing.py relax": "says itself which rule; a search starts from what is there then",
    "circles/proposals/views/starting.py compose": "a search starts from what is there then, and makes something new",
    "circles/proposals/views/starting.py stop_composing": "asks a search to stop; once or twice is the same",
    "circles/proposals/views/proposals.py lock_seat": "says itself who, and whether; once or twice is the same",
    "circles/proposals/views/proposals.py rearrange": "carries the places that it was shown for",
    "circles/published/views/members.py come_after_all": "about oneself; once or twice is the same",
    "circles/rounds/views/sign_ups.py remind": "writes to whoever has not answered by then",
    "craft/evidence/views/asking.py take_back": "ends a link; a rule refuses it once it is answered",
    "craft/evidence/views/files.py remove": "a file never changes",
    "craft/growth/views/sharing.py stop_sharing": "ends what oneself gave; what it was given on stays as it is",
    "craft/profiles/views/profiles.py _give": "gives what each of them does not have yet",
    "craft/profiles/views/profiles.py take": "ends what somebody has; once or twice is the same",
    "foundation/work/views.py do_failed_again": "does whatever failed by then, and nothing twice",
    "foundation/work/views.py do_job_again": "does a task again only while it has failed",
    "foundation/work/views.py stop_job": "asks a task to stop; once or twice is the same",
    "knowledge/conversation/views.py guests": "says itself whether; once or twice is the same",
    "knowledge/exchange/views.py _throw_away": "throws a file away that was only looked at",
    "knowledge/sources/views/proposals.py withdraw": "one's own proposal; a rule refuses it once it is decided",
    "people/guests/views.py guest_again": "sends the invitation as it is then",
    "people/views/leaving.py person_leave": "somebody comes back once; a rule refuses it twice",
    "people/views/leaving.py settle_handover": "a task is taken over once; a second time changes nothing",
    "people/views/mine.py my_public_name": "says itself whether, about oneself",
    "people/views/places.py _remove_organisation": "a rule refuses it as soon as anything hangs on it",
    "people/views/places.py _remove_unit": "a rule refuses it as soon as anything hangs on it",
    "people/views/standing.py _end_place": "ends a place; a rule refuses it twice",
    "trajectories/attendance/views/coming.py apologise": "about oneself; a rule looks at the session of then",
    "trajectories/attendance/views/coming.py come_after_all": "about oneself; once or twice is the same",
    "trajectories/attendance/views/keeping.py code_screen": "shows a code again; a rule looks at the session",
    "trajectories/design/views/knowledge.py choose_source": "ties a source that was not tied yet",
    "trajectories/design/views/knowledge.py remove_source": "a tie never changes",
    "trajectories/enrolment/views/taking_part.py withdraw": "leaving one's own seat ends it, and nothing else",
    "trajectories/needs/views/own.py end_need": "one's own need, ended or opened as the button says",
    "trajectories/needs/views/own.py end_team_need": "ends a need; a rule refuses it twice",
}
# Made-up examples that send nothing.
EXAMPLES = HOUSE / "foundation/templates/foundation/components.html"


def _functions(paths: Iterable[Path] = VIEWS) -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in paths:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                yield f"{path.relative_to(HOUSE)} {node.name}", node


def _calls(node: ast.AST, name: str) -> list[ast.Call]:
    return [
        call
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and name == getattr(call.func, "attr", getattr(call.func, "id", ""))
    ]


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def test_forms_are_judged_in_one_place() -> None:
    found = {name for name, node in _functions() if _calls(node, "is_valid")}
    assert found == set(ALONE), "let form_page judge the form, or say in ALONE why not"


def test_a_form_that_shows_what_is_stored_says_what_it_changes() -> None:
    found = {
        name
        for name, node in _functions()
        for page in _calls(node, "form_page")
        if isinstance(of := _keyword(page, "of"), ast.Constant) and of.value is None
        if any(_keyword(call, "initial") for call in ast.walk(node) if isinstance(call, ast.Call))
    }
    assert found == set(PROPOSES), "give form_page what the form changes, or say in PROPOSES what it proposes"


def test_refusals_are_said_in_one_place() -> None:
    answering = [
        path
        for path in sorted(HOUSE.rglob("*.py"))
        if "tests" not in path.parts
        and path != HOUSE / "foundation/pages.py"
        and "django.http" in path.read_text(encoding="utf-8")
    ]
    found = {
        name
        for name, node in _functions(answering)
        for handler in ast.walk(node)
        if isinstance(handler, ast.ExceptHandler) and handler.type is not None
        if "Refused" in ast.unparse(handler.type)
    }
    assert found == set(SAYS_NO), (
        "let form_page, button_page or confirm_page say no, or say in SAYS_NO why not"
    )


def test_a_button_says_what_it_acts_on() -> None:
    found = {
        name
        for name, node in _functions()
        for page in [*_calls(node, "button_page"), *_calls(node, "confirm_page")]
        if isinstance(of := _keyword(page, "of"), ast.Constant) and of.value is None
    }
    assert found == set(ALWAYS_RIGHT), "give the page what the button acts on, or say in ALWAYS_RIGHT why not"


def test_a_button_carries_what_it_was_drawn_from() -> None:
    judged = {
        name
        for name, node in _functions()
        for page in _calls(node, "button_page")
        if not isinstance(_keyword(page, "of"), ast.Constant)
    }
    views = dict(_addresses(get_resolver()))
    bare = [
        f"{path.relative_to(HOUSE)}: {name}"
        for path, form in _forms()
        for name in re.findall(r"action=\"{% url '([^']+)'", form)
        if views.get(name) in judged and "{% seen " not in form
    ]
    assert judged
    assert bare == [], "write the seen tag beside the token"


def test_every_form_that_is_sent_carries_its_token() -> None:
    assert [str(path.relative_to(HOUSE)) for path, form in _forms() if "{% csrf_token %}" not in form] == []


def _forms() -> Iterator[tuple[Path, str]]:
    for path in sorted(HOUSE.rglob("templates/**/*.html")):
        text = path.read_text(encoding="utf-8")
        for form in re.findall(r'<form[^>]*method="post".*?</form>', text, re.DOTALL):
            if path != EXAMPLES:
                yield path, form


def _addresses(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, str]]:
    """Name every address with the view that answers it, as this file names views."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern, f"{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            module = pattern.callback.__module__.removeprefix("vakwerk.").replace(".", "/")
            yield f"{space}{pattern.name}", f"{module}.py {pattern.callback.__name__}"
