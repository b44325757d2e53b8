"""Is any form without what keeps text from being overwritten, doubled or lost? Reads every view and template.

Whatever has to go along with a form goes with its CSRF token, and forms are judged in ``foundation/pages.py`` alone,
which asks what a form changes. A view that does so by itself fails here until it says why.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).parents[2] / "src" / "vakwerk"
VIEWS = sorted(
    path
    for path in HOUSE.rglob("*.py")
    if "tests" not in path.parts and ("views" in path.parts or path.stem.endswith("views"))
)

# Views that judge a form themselves, each with the reason.
ALONE = {
    "circles/proposals/views.py rearrange": "the change carries what it was shown for, and is refused if that is gone",
    "craft/assessment/views.py assess": "a piece that is not waiting has no form, only something to read",
    "craft/badges/views/public.py badge": "looks at a file, and keeps nothing",
    "craft/evidence/views/asking.py _respond": "answers once, by a link, and shows no value that is stored",
    "people/intake/views.py _choose_sheet": "chooses what to look at in a file, before anything is read",
    "trajectories/editions/views/editions.py end": "asks for words only to call off, which a rule allows once",
}
# Forms that make something new, or do a thing once, and propose a value that nobody else can have changed.
PROPOSES = {
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
# Made-up examples that send nothing.
EXAMPLES = HOUSE / "foundation/templates/foundation/components.html"


def _functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in VIEWS:
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


def test_every_form_that_is_sent_carries_its_token() -> None:
    bare = [
        str(path.relative_to(HOUSE))
        for path in HOUSE.rglob("templates/**/*.html")
        if path != EXAMPLES
        for form in re.findall(
            r'<form[^>]*method="post".*?</form>', path.read_text(encoding="utf-8"), re.DOTALL
        )
        if "{% csrf_token %}" not in form
    ]
    assert bare == []
