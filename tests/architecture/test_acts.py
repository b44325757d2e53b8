"""Does any address change something without a page that judges it? Follows the code of every address of an academy.

What a view does with an operation stands in an act, which ``foundation/pages.py`` runs after it looked whether the
page that asked for it still holds. An operation outside an act is found here, and fails until it says why.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.urls import URLPattern, URLResolver, get_resolver
from tests.architecture.test_forms import ALWAYS_RIGHT

# What changes rows without an operation.
WRITES: Final = {"save", "delete", "create", "update", "bulk_create", "bulk_update", "get_or_create"}
# Rooms of the foundation that do what operations do elsewhere.
DOING: Final = ("vakwerk.foundation.jobs", "vakwerk.foundation.mail", "vakwerk.foundation.audit")
# What stands among operations and only looks.
LOOKS: Final = ("reason_not_to_", "reasons_not_to_", "plan", "levels", "everything")

# Views that change something by themselves, each with the reason.
BY_ITSELF = {
    "circles.home.feed feed": "remembers when a calendar program read it",
    "craft.evidence.views.asking respond": "answers once, by a link, and shows no value that is stored",
    "craft.evidence.views.asking respond_signed_in": "answers once, and shows no value that is stored",
    "foundation.posting.views throw_away": "what the reader wrote themselves and sees before them",
    "knowledge.exchange.views take_out": "keeps that a file was taken out",
    "people.guests.views welcome": "keeps that a guest came in, the first time",
    "people.intake.views import_columns": "chooses what to look at in a file, before anything is read",
    "people.views.mine take_my_data": "keeps that a file was taken out",
    "trajectories.catalogue.views catalogue": "notices which enrolments closed by the clock",
    "trajectories.editions.views.editions editions": "notices which enrolments closed by the clock",
    "trajectories.intake.views example": "writes a workbook, and no row",
}


def _views(resolver: URLResolver) -> Iterator[Callable[..., Any]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern)
        elif isinstance(pattern, URLPattern) and pattern.callback.__module__.startswith("vakwerk."):
            yield pattern.callback


def _inside(view: Callable[..., Any]) -> bool:
    """Tell whether a view belongs to an academy; those of one's account judge themselves."""
    return not view.__module__.startswith(("vakwerk.people.entrance", "vakwerk.demo"))


def _name(view: Callable[..., Any]) -> str:
    return f"{view.__module__.removeprefix('vakwerk.')} {view.__name__}"


def _calls_outside_acts(node: ast.AST) -> Iterator[ast.expr]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.Lambda)):
            continue
        if isinstance(child, ast.Call):
            yield child.func
        yield from _calls_outside_acts(child)


def _meant(node: ast.expr, known: dict[str, Any]) -> Any:
    """Return what a name in the code stands for, as far as its module tells."""
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.Attribute):
        base = _meant(node.value, known)
        return getattr(base, node.attr, None) if inspect.ismodule(base) else None
    return None


def _is_operation(function: Callable[..., Any]) -> bool:
    module, name = function.__module__, function.__name__
    return ("operations" in module.split(".") or module in DOING) and not name.startswith(LOOKS)


def acts_of(view: Callable[..., Any], seen: set[Any] | None = None) -> list[str]:
    """Return what a view does by itself: in its own code, and in the functions it hands its request to."""
    seen = set() if seen is None else seen
    function = inspect.unwrap(view)
    if function in seen:
        return []
    seen.add(function)
    found = []
    for call in _calls_outside_acts(ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]):
        meant = _meant(call, function.__globals__)
        if not inspect.isfunction(meant):
            found += [ast.unparse(call)] if isinstance(call, ast.Attribute) and call.attr in WRITES else []
            continue
        called = inspect.unwrap(meant)
        if not called.__module__.startswith("vakwerk."):
            continue
        if _is_operation(called):
            found.append(ast.unparse(call))
        elif (
            called.__module__ != "vakwerk.foundation.pages"
            and "request" in inspect.signature(called).parameters
        ):
            found += acts_of(called, seen)
    return found


def test_whatever_changes_something_is_judged_by_a_page() -> None:
    views = [view for view in _views(get_resolver()) if _inside(view)]
    assert all(inspect.isfunction(view) for view in views)
    assert len(set(views)) > 250
    found = {_name(view): acts for view in views if (acts := acts_of(view))}
    new = {name: acts for name, acts in found.items() if name not in BY_ITSELF}
    assert new == {}, "let form_page, button_page or confirm_page do it, or say in BY_ITSELF why not"
    assert set(found) == set(BY_ITSELF), "these do nothing by themselves any more"


def test_no_view_is_right_in_two_ways() -> None:
    by_path = {f"{name.replace('.', '/').replace(' ', '.py ', 1)}" for name in BY_ITSELF}
    assert by_path.isdisjoint(ALWAYS_RIGHT)


def _writes(request: Any) -> None:
    request.thing.save()


def _made_up_view(request: Any) -> None:
    def act() -> None:
        request.thing.delete()

    _writes(request)


def _made_up_page(request: Any) -> Callable[[], None]:
    def act() -> None:
        request.thing.delete()

    return act


def test_what_a_view_does_by_itself_is_found() -> None:
    _made_up_view.__module__ = _writes.__module__ = "vakwerk.made_up"
    assert acts_of(_made_up_view) == ["request.thing.save"]
    assert acts_of(_made_up_page) == []
