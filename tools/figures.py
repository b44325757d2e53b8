"""How large is the house, and how often does it do one thing in two ways?

    python tools/figures.py             a table to read
    python tools/figures.py --json      the same, to compare with another commit
    python tools/figures.py --details   also which modules, templates and lines
    python tools/figures.py --foreign   only where a room asks another room's models by itself, for one room or more

Reads files and imports nothing, so it measures any commit on any machine: ``python tools/figures.py --at <folder>``.
"""

import argparse
import ast
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parent.parent
HOUSE: Final = "vakwerk"
# What the contracts between the layers name; a module with another name may hold what its room needs.
LAYERS: Final = (
    "urls", "admin", "api", "views", "forms", "wording", "pages", "operations", "queries", "models", "rules"
)  # fmt: skip
OTHER: Final = "other"
# A stretch of fewer lines is alike by accident: an import, a decorator, a signature.
ALIKE: Final = 8
LONG: Final = (160, 200)


@dataclass
class Module:
    """A file of code that is no test and no migration."""

    name: str
    path: Path
    source: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"

    @property
    def room(self) -> str:
        return room_of(self.name)

    @property
    def layer(self) -> str:
        return next((part for part in self.name.split(".")[1:] if part in LAYERS), OTHER)


@dataclass
class Found:
    """A count, and where it was found."""

    count: int
    places: list[str] = field(default_factory=list)


def room_of(name: str) -> str:
    """Return the room a module is in: ``people`` for ``vakwerk.people.queries``, else the library."""
    parts = name.split(".")
    return parts[1] if parts[0] == HOUSE and len(parts) > 1 else parts[0]


def sources(root: Path) -> list[Path]:
    """Return the folders with what can be imported: of Vakwerk, and of its libraries."""
    return [root / "src", *sorted(root.glob("packages/*/src"))]


class Code:
    """All modules of a checkout by name."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.modules = {module.name: module for module in self._read()}

    def _read(self) -> Iterator[Module]:
        found = [(top, path) for top in sources(self.root) for path in sorted(top.rglob("*.py"))]
        for top, path in found:
            parts = path.relative_to(top).with_suffix("").parts
            if not {"tests", "migrations"} & set(parts):
                name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
                yield Module(name, path, path.read_text(encoding="utf-8"))

    def where(self, module: Module, node: ast.AST) -> str:
        """Say where something stands, as an editor opens it."""
        return f"{module.path.relative_to(self.root)}:{getattr(node, 'lineno', 1)}"

    def imports(self, module: Module) -> Iterator[tuple[str, str, str | None]]:
        """Tell for each import, also inside functions and for type checkers, what it names.

        The local name, the module, and the name inside it; ``None`` if the module itself is meant.
        """
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield alias.asname or alias.name, alias.name, None
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for alias in node.names:
                    inner = f"{node.module}.{alias.name}"
                    local = alias.asname or alias.name
                    yield (local, inner, None) if inner in self.modules else (local, node.module, alias.name)

    def home_of(self, module: str, name: str) -> str:
        """Return the module that defines a name, followed through whoever passes it on."""
        seen = set()
        while module in self.modules and module not in seen:
            seen.add(module)
            for local, source, inner in self.imports(self.modules[module]):
                if local == name and inner is not None and source in self.modules:
                    module, name = source, inner
                    break
        return module


def lines_by_room(code: Code) -> dict[str, dict[str, int]]:
    """Count lines of code by room and layer."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for module in code.modules.values():
        found[module.room][module.layer] += len(module.source.splitlines())
    return {room: dict(layers) for room, layers in sorted(found.items())}


def test_lines(root: Path) -> int:
    """Count lines of tests: those beside the rooms and those of the whole house."""
    files = [path for top in sources(root) for path in top.rglob("*.py") if "tests" in path.parts]
    files += (root / "tests").rglob("*.py")
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)


def templates(root: Path) -> list[Path]:
    """Return the templates of the house."""
    return sorted(
        path
        for folder in (root / "src").rglob("templates")
        for path in folder.rglob("*")
        if path.suffix in {".html", ".txt"}
    )


def long_lines(root: Path, limit: int) -> Found:
    """Find the lines of templates that are longer than anybody reads, the longest first."""
    found = [
        (len(line), f"{path.relative_to(root)}:{number}")
        for path in templates(root)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > limit
    ]
    return Found(len(found), [f"{place} ({length})" for length, place in sorted(found, reverse=True)])


def normalised(source: str, *, is_code: bool) -> list[tuple[int, str]]:
    """Return the lines that say something, without their margins, each with its number.

    Comments, imports and brackets alone are the same everywhere and copy nothing.
    """
    lines = enumerate((line.strip() for line in source.splitlines()), start=1)
    empty = ("#", "import ", "from ") if is_code else ("{#", "{% load", "{% include")
    return [(number, line) for number, line in lines if len(line) > 3 and not line.startswith(empty)]


def duplicates(files: Mapping[str, str], *, is_code: bool) -> tuple[Found, int]:
    """Find the stretches of at least ``ALIKE`` lines that also stand in another file, and count their lines."""
    texts = {name: normalised(source, is_code=is_code) for name, source in files.items()}
    owners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for name, lines in texts.items():
        for start in range(len(lines) - ALIKE + 1):
            owners[_window(lines, start)].add(name)
    places: list[str] = []
    copied = 0
    for name, lines in texts.items():
        starts = [at for at in range(len(lines) - ALIKE + 1) if len(owners[_window(lines, at)]) > 1]
        for first, last in _runs(starts):
            others = sorted(owners[_window(lines, first)] - {name})
            places.append(f"{name}:{lines[first][0]}-{lines[last + ALIKE - 1][0]} as in {', '.join(others)}")
            copied += last - first + ALIKE
    return Found(len(places), places), copied


def measure_copies(code: Code) -> tuple[int, list[str]]:
    """Count the lines of code that stand in two modules, and say where."""
    sources = {str(module.path.relative_to(code.root)): module.source for module in code.modules.values()}
    found, lines = duplicates(sources, is_code=True)
    return lines, found.places


class _Shape(ast.NodeTransformer):
    """Forgets what things are called and what is said, and keeps what is done."""

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.Name(id="_", ctx=node.ctx)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        return ast.arg(arg="_")

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        return ast.Attribute(value=self.visit(node.value), attr="_", ctx=node.ctx)

    def visit_keyword(self, node: ast.keyword) -> ast.AST:
        return ast.keyword(arg="_", value=self.visit(node.value))

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return ast.Constant(value=type(node.value).__name__)


def alike_functions(code: Code) -> Found:
    """Find functions of at least ``ALIKE`` lines that do what one of another module does, under other names."""
    functions: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for module in code.modules.values():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                if body and int(body[-1].end_lineno or 0) - node.lineno + 1 >= ALIKE:
                    place = f"{code.where(module, node)} {node.name}"
                    shapes = [
                        ast.dump(_Shape().visit(part))
                        for part in ast.parse("\n".join(map(ast.unparse, body))).body
                    ]
                    functions["".join(shapes)].append((module.name, place))
    places = [
        ", ".join(place for _, place in alike)
        for alike in functions.values()
        if len({module for module, _ in alike}) > 1
    ]
    return Found(len(places), sorted(places))


def _window(lines: Sequence[tuple[int, str]], start: int) -> tuple[str, ...]:
    return tuple(line for _, line in lines[start : start + ALIKE])


def _runs(starts: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Join stretches that overlap: the first and the last start of each run."""
    first = last = None
    for start in starts:
        if first is None or last is None:
            first = start
        elif start >= last + ALIKE:
            yield first, last
            first = start
        last = start
    if first is not None and last is not None:
        yield first, last


def cycles(code: Code) -> Found:
    """Find the knots: modules that import each other, whether at the top, in a function or for type checkers."""
    arrows: dict[str, set[str]] = {name: set() for name in code.modules}
    for module in code.modules.values():
        for _, source, _ in code.imports(module):
            if source in code.modules and source != module.name:
                arrows[module.name].add(source)
    knots = [sorted(knot) for knot in _knots(arrows) if len(knot) > 1]
    return Found(len(knots), [" <-> ".join(knot) for knot in sorted(knots)])


def _knots(arrows: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """Yield the strongly connected parts of a graph (Tarjan, 1972), without recursion."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    for root in arrows:
        if root in number:
            continue
        number[root] = low[root] = len(number)
        path.append(root)
        visits = [(root, iter(sorted(arrows[root])))]
        while visits:
            node, ahead = visits[-1]
            for other in ahead:
                if other not in number:
                    number[other] = low[other] = len(number)
                    path.append(other)
                    visits.append((other, iter(sorted(arrows[other]))))
                    break
                if other in path:
                    low[node] = min(low[node], number[other])
            else:
                visits.pop()
                if visits:
                    low[visits[-1][0]] = min(low[visits[-1][0]], low[node])
                if low[node] == number[node]:
                    at = path.index(node)
                    yield path[at:]
                    del path[at:]


def foreign_managers(code: Code) -> tuple[Found, dict[str, int], dict[str, int]]:
    """Find where a room asks the manager of a model of another room; count by its owner, and by who asks."""
    places = []
    owners: Counter[str] = Counter()
    askers: Counter[str] = Counter()
    for module in code.modules.values():
        names = {local: (source, inner) for local, source, inner in code.imports(module)}
        for node in ast.walk(module.tree):
            if not (isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}):
                continue
            home = _home(code, node.value, names)
            if home and home.startswith(f"{HOUSE}.") and room_of(home) != module.room:
                owners[room_of(home)] += 1
                askers[module.room] += 1
                places.append(f"{code.where(module, node)} {ast.unparse(node)}")
    return Found(len(places), places), dict(owners.most_common()), dict(askers.most_common())


def _home(code: Code, model: ast.expr, names: Mapping[str, tuple[str, str | None]]) -> str | None:
    """Return the module in which a model is defined that code calls ``Person`` or ``models.Person``."""
    match model:
        case ast.Name(id=name) if name in names and names[name][1] is not None:
            return code.home_of(names[name][0], str(names[name][1]))
        case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in names:
            return code.home_of(names[name][0], attribute) if names[name][1] is None else None
    return None


def refusals(code: Code) -> tuple[int, int]:
    """Count the enums of reasons why not, and the reasons in them."""
    enums = []
    for module in code.modules.values():
        bases = {local for local, _, inner in code.imports(module) if inner == "Refusal"} | {
            "refusals.Refusal"
        }
        enums += [
            node
            for node in ast.walk(module.tree)
            if isinstance(node, ast.ClassDef) and any(ast.unparse(base) in bases for base in node.bases)
        ]
    return len(enums), sum(isinstance(line, ast.Assign) for enum in enums for line in enum.body)


def caught_refusals(code: Code) -> Found:
    """Find where ``Refused`` is caught."""
    found = [
        code.where(module, node)
        for module in code.modules.values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and node.type is not None
        if any(isinstance(one, ast.Name) and one.id == "Refused" for one in ast.walk(node.type))
    ]
    return Found(len(found), found)


def asked_methods(code: Code) -> Found:
    """Find where code asks by which method a page was asked for."""
    found = [
        code.where(module, node)
        for module in code.modules.values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr == "method"
        if ast.unparse(node.value).split(".")[-1] == "request"
    ]
    return Found(len(found), found)


def sayers(code: Code) -> Found:
    """Find the functions that put a reason into words."""
    found = [
        f"{code.where(module, node)} {node.name}"
        for module in code.modules.values()
        if module.layer == "wording"
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef) and node.name in {"why_not", "words", "why", "reason_in_words"}
    ]
    return Found(len(found), found)


def measure(root: Path) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Return the figures of a checkout, and for each the places."""
    code = Code(root)
    rooms = lines_by_room(code)
    lines = sum(sum(layers.values()) for layers in rooms.values())
    tests = test_lines(root)
    copied, copies = measure_copies(code)
    pages, of_pages = duplicates(
        {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in templates(root)},
        is_code=False,
    )
    managers, owners, askers = foreign_managers(code)
    enums, members = refusals(code)
    found = {
        "duplicates": Found(len(copies), copies),
        "alike_functions": alike_functions(code),
        "template_duplicates": pages,
        "cycles": cycles(code),
        **{f"template_lines_over_{limit}": long_lines(root, limit) for limit in LONG},
        "foreign_managers": managers,
        "caught_refusals": caught_refusals(code),
        "asked_methods": asked_methods(code),
        "sayers": sayers(code),
    }
    longest = max(
        (len(line) for path in templates(root) for line in path.read_text().splitlines()), default=0
    )
    figures = {
        "rooms": rooms,
        "modules": len(code.modules),
        "lines": lines,
        "test_lines": tests,
        "tests_to_code": round(tests / lines, 3) if lines else 0.0,
        **{name: one.count for name, one in found.items()},
        "duplicated_lines": copied,
        "duplicated_template_lines": of_pages,
        "longest_template_line": longest,
        "foreign_managers_of": owners,
        "foreign_managers_in": askers,
        "refusal_enums": enums,
        "refusals": members,
    }
    return figures, {name: one.places for name, one in found.items()}


ROWS: Final = {
    "modules": "modules",
    "lines": "lines of code, without tests and migrations",
    "test_lines": "lines of tests",
    "tests_to_code": "lines of tests for each line of code",
    "duplicates": f"stretches of {ALIKE} lines and more that stand in another module, too",
    "duplicated_lines": "lines in those",
    "alike_functions": f"functions of {ALIKE} lines and more written twice in other words, each group once",
    "template_duplicates": f"stretches of {ALIKE} lines and more that stand in another template, too",
    "duplicated_template_lines": "lines in those",
    "cycles": "knots of modules that import each other, in functions and for types included",
    "template_lines_over_160": "lines of templates over 160 characters",
    "template_lines_over_200": "lines of templates over 200 characters",
    "longest_template_line": "characters in the longest line of a template",
    "foreign_managers": "uses of a manager of another room's model",
    "refusal_enums": "enums of refusals",
    "refusals": "refusals in them",
    "sayers": "functions that put refusals into words",
    "caught_refusals": "handlers that catch a refusal",
    "asked_methods": "checks of the method of a request",
}


def table(figures: Mapping[str, Any]) -> str:
    """Draw the figures for a reader."""
    layers = [*LAYERS, OTHER]
    rooms: dict[str, dict[str, int]] = figures["rooms"]
    total = {layer: sum(room.get(layer, 0) for room in rooms.values()) for layer in layers}
    lines = ["".join([f"{'':14}", *(f"{layer:>11}" for layer in [*layers, "all"])])]
    for room, counts in [*rooms.items(), ("all", total)]:
        numbers = [*(counts.get(layer, 0) for layer in layers), sum(counts.values())]
        lines.append("".join([f"{room:14}", *(f"{number or '':>11}" for number in numbers)]))
    lines.append("")
    lines += [f"{figures[name]:>8}  {words}" for name, words in ROWS.items()]
    for name, words in (("of", "Models of other rooms asked for"), ("in", "Rooms that ask for them")):
        counts = ", ".join(f"{room} {count}" for room, count in figures[f"foreign_managers_{name}"].items())
        lines += ["", f"{words}: {counts or 'none'}."]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", action="store_true", help="write JSON, to compare with another commit")
    parser.add_argument("--details", action="store_true", help="also say where everything was found")
    parser.add_argument("--at", type=Path, default=ROOT, metavar="FOLDER", help="measure another checkout")
    parser.add_argument(
        "--foreign", nargs="*", metavar="ROOM", help="say where these rooms, or all, ask managers of others"
    )
    asked = parser.parse_args(arguments)
    if asked.foreign is not None:
        managers, _, askers = foreign_managers(Code(asked.at.resolve()))
        rooms = tuple(f"src/{HOUSE}/{room}/" for room in asked.foreign or askers)
        sys.stdout.writelines(f"{place}\n" for place in managers.places if place.startswith(rooms))
        return 0
    figures, places = measure(asked.at.resolve())
    if asked.json:
        sys.stdout.write(json.dumps({**figures, "places": places} if asked.details else figures, indent=2))
        sys.stdout.write("\n")
        return 0
    sys.stdout.write(f"{table(figures)}\n")
    if asked.details:
        for name, found in places.items():
            sys.stdout.writelines([f"\n{ROWS[name]}:\n", *(f"  {place}\n" for place in found)])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
