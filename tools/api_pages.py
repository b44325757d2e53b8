"""Write the reference of the libraries in packages/: a page per public module, from its docstrings.

    python tools/api_pages.py           write the pages
    python tools/api_pages.py check     fail on a page that is not as its module says

A module is public when it has ``__all__``; what stands there is public and nothing else. Sources are read, not
imported, so the pages are the same whatever Python writes them.
"""

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "packages"
WIDTH = 110
_PARAMETER = re.compile(r"^:(param|raises?|returns?)\s*([\w.]*)\s*:\s*(.*)$")
_ROLE = re.compile(r":(\w+):`~?([^`]+)`")
_LITERAL = re.compile(r"``([^`]+)``")

Definition = ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign


@dataclass(frozen=True)
class Name:
    """A public name, and the module that defines it."""

    name: str
    module: str
    node: Definition
    docstring: str


def libraries() -> list[str]:
    """Return the libraries of this repository."""
    return sorted(path.parent.name for path in PACKAGES.glob("*/pyproject.toml"))


def modules(library: str) -> dict[str, ast.Module]:
    """Return the sources of a library by the name of the module, without its tests."""
    top = PACKAGES / library / "src"
    found = {}
    for path in sorted(top.rglob("*.py")):
        parts = path.relative_to(top).with_suffix("").parts
        if "tests" not in parts:
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def public(tree: ast.Module) -> list[str] | None:
    """Return what a module has in ``__all__``; ``None`` where it has none and so is not public."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return list(ast.literal_eval(node.value))
    return None


def find(name: str, module: str, known: dict[str, ast.Module]) -> Name:
    """Find where a name of a module is defined, there or where the module took it from.

    :raises LookupError: when it is nowhere.
    """
    body = known[module].body
    for place, node in enumerate(body):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            return Name(name, module, node, ast.get_docstring(node) or "")
        if isinstance(node, ast.Assign | ast.AnnAssign) and name in _targets(node):
            return Name(name, module, node, _text_after(body, place))
        if isinstance(node, ast.ImportFrom) and name in {alias.asname or alias.name for alias in node.names}:
            return find(name, str(node.module), known)
    message = f"{module} has no {name}"
    raise LookupError(message)


def _targets(node: ast.Assign | ast.AnnAssign) -> set[str]:
    return {
        ast.unparse(target) for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    }


def _text_after(body: Sequence[ast.stmt], place: int) -> str:
    """Return the text under an assignment, which is where this house explains a constant or a field."""
    node = body[place + 1] if place + 1 < len(body) else None
    if (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ):
        return node.value.value
    return ""


def page_of(module: str) -> str:
    """Return the name of the page of a module."""
    return f"{module}.md"


def pages(library: str) -> dict[str, str]:
    """Return the pages of a library by their file name, among them the list of pages."""
    known = modules(library)
    shown = {module: names for module, tree in known.items() if (names := public(tree)) is not None}
    written = {
        page_of(module): "".join(_page(module, names, known, shown)) for module, names in shown.items()
    }
    lines = [
        f"# Reference of {library}\n\nWritten by `tools/api_pages.py` from the code. What is not here may change.\n\n"
    ]
    for module, names in shown.items():
        said = _prose((ast.get_docstring(known[module]) or "").split("\n")[0])
        lines.append(f"* [`{module}`]({page_of(module)}): {said}\n")
        links = [f"[`{name}`]({page_of(module)}#{name.lower()})" for name in names]
        lines.append("  " + ",\n  ".join(links) + "\n")
    return {"README.md": "".join(lines)} | written


def _page(
    module: str, names: Sequence[str], known: dict[str, ast.Module], shown: dict[str, list[str]]
) -> Iterator[str]:
    yield f"# {module}\n\n{_text(ast.get_docstring(known[module]) or '')}\n"
    for name in names:
        found = find(name, module, known)
        home = min(
            (
                other
                for other, others in shown.items()
                if name in others and find(name, other, known).node is found.node
            ),
            key=lambda other: (other.count("."), other),
        )
        yield f"\n## {name}\n\n"
        if home != module:
            yield f"See [`{home}.{name}`]({page_of(home)}#{name.lower()}).\n"
            continue
        yield from _described(found, known)


def _described(found: Name, known: dict[str, ast.Module]) -> Iterator[str]:
    node = found.node
    if isinstance(node, ast.FunctionDef):
        yield _code(_signature(node))
    elif isinstance(node, ast.ClassDef):
        yield _code(_constructor(node))
    else:
        yield _code(_assigned(node))
    yield f"{_text(found.docstring)}\n"
    if isinstance(node, ast.ClassDef):
        yield from _members(node)


def _code(text: str) -> str:
    return f"```python\n{text}\n```\n\n"


def _assigned(node: ast.Assign | ast.AnnAssign) -> str:
    """Write a constant, a long table with an entry a line."""
    line = ast.unparse(node)
    if len(line) <= WIDTH or not isinstance(node.value, ast.Dict):
        return line
    pairs = zip(node.value.keys, node.value.values, strict=True)
    entries = [f"    {ast.unparse(key) if key else '**'}: {ast.unparse(value)}," for key, value in pairs]
    return "\n".join([line.partition(" = ")[0] + " = {", *entries, "}"])


def _signature(node: ast.FunctionDef, *, method: bool = False) -> str:
    """Write a function as it is called, over as many lines as it needs."""
    given = node.args
    first = 1 if method and not _is(node, "staticmethod") else 0
    plain = [*given.posonlyargs, *given.args]
    defaults: list[ast.expr | None] = [None] * (len(plain) - len(given.defaults))
    arguments = [_argument(*pair) for pair in zip(plain, [*defaults, *given.defaults], strict=True)][first:]
    if given.vararg:
        arguments.append(f"*{_argument(given.vararg, None)}")
    elif given.kwonlyargs:
        arguments.append("*")
    arguments += [_argument(*pair) for pair in zip(given.kwonlyargs, given.kw_defaults, strict=True)]
    end = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return _folded(node.name, arguments, end)


def _folded(name: str, arguments: Sequence[str], end: str) -> str:
    line = f"{name}({', '.join(arguments)}){end}"
    if len(line) <= WIDTH:
        return line
    return "\n".join([f"{name}(", *(f"    {argument}," for argument in arguments), f"){end}"])


def _argument(argument: ast.arg, default: ast.expr | None) -> str:
    annotation = f": {ast.unparse(argument.annotation)}" if argument.annotation else ""
    equals = " = " if annotation else "="
    return f"{argument.arg}{annotation}{equals + ast.unparse(default) if default else ''}"


def _is(node: ast.FunctionDef | ast.ClassDef, decorator: str) -> bool:
    return any(ast.unparse(each).split("(")[0].split(".")[-1] == decorator for each in node.decorator_list)


def _fields(node: ast.ClassDef) -> list[ast.AnnAssign]:
    return [
        each
        for each in node.body
        if isinstance(each, ast.AnnAssign) and not ast.unparse(each.target).startswith("_")
    ]


def _methods(node: ast.ClassDef) -> list[ast.FunctionDef]:
    return [each for each in node.body if isinstance(each, ast.FunctionDef)]


def _constructor(node: ast.ClassDef) -> str:
    """Write how an object is made, or which names an enumeration has."""
    made = next((each for each in _methods(node) if each.name == "__init__"), None)
    bases = [ast.unparse(base) for base in node.bases]
    if made:
        return _signature(made, method=True).replace("__init__", node.name, 1).removesuffix(" -> None")
    if any(base.endswith("Enum") for base in bases):
        names = [ast.unparse(each) for each in node.body if isinstance(each, ast.Assign)]
        return "\n".join([f"class {node.name}({', '.join(bases)}):", *(f"    {name}" for name in names)])
    if _is(node, "dataclass"):
        return _folded(node.name, [_field(each) for each in _fields(node)], "")
    return f"class {node.name}{'(' + ', '.join(bases) + ')' if bases else ''}"


def _field(field: ast.AnnAssign) -> str:
    value = field.value
    if isinstance(value, ast.Call) and ast.unparse(value.func).split(".")[-1] == "field":
        words = {word.arg: word.value for word in value.keywords}
        made = words.get("default_factory")
        value = words.get("default") or (made and ast.Call(made, [], []))
        value = ast.Constant(...) if isinstance(made, ast.Lambda) else value
    return f"{ast.unparse(field.target)}: {ast.unparse(field.annotation)}{f' = {ast.unparse(value)}' if value else ''}"


def _members(node: ast.ClassDef) -> Iterator[str]:
    """Write what an object can do; its fields stand in how it is made, with their words in its docstring."""
    for place, field in enumerate(node.body):
        if isinstance(field, ast.AnnAssign) and (said := _text_after(node.body, place)):
            yield f"\n* `{ast.unparse(field.target)}`: {_prose(' '.join(said.split()))}\n"
    for method in _methods(node):
        if method.name.startswith("_"):
            continue
        if _is(method, "property") or _is(method, "cached_property"):
            title = f"{node.name}.{method.name}: {ast.unparse(method.returns) if method.returns else ''}"
        else:
            title = f"{node.name}.{_signature(method, method=True)}"
        yield f"\n{_code(title)}{_text(ast.get_docstring(method) or '')}".rstrip() + "\n"


def _prose(text: str) -> str:
    return _LITERAL.sub(
        r"`\1`",
        _ROLE.sub(lambda role: f"`{role[2].split('.')[-1] if role[1] == 'class' else role[2]}`", text),
    )


def _text(docstring: str) -> str:
    """Turn a docstring into Markdown: parameters as a list, an example as code."""
    blocks = [_block(block) for block in docstring.strip().split("\n\n")]
    return "\n\n".join(block for block in blocks if block)


def _block(block: str) -> str:
    if block.startswith(">>>"):
        return f"```pycon\n{block}\n```"
    lines: list[str] = []
    for line in block.splitlines():
        found = _PARAMETER.match(line)
        if found is None:
            lines.append(line)
            continue
        kind, name, words = found.groups()
        item = f"* Raises `{name}`: {words}" if kind.startswith("raise") else f"* `{name}`: {words}"
        if lines and not lines[-1].startswith(("* ", " ")):
            lines.append("")
        lines.append(f"* Returns {words}" if kind.startswith("return") else item)
    return _prose(
        "\n".join(line.replace("    ", "  ", 1) if line.startswith("    ") else line for line in lines)
    )


def differing(library: str) -> list[Path]:
    """Return the files that are not as the code says: pages to write, and those of modules that are gone."""
    folder, wanted = PACKAGES / library / "docs", pages(library)
    there = {
        path.name: path.read_text(encoding="utf-8")
        for path in folder.glob("*.md")
        if path.stem.split(".")[0] in (library, "README")
    }
    return [
        folder / name for name in sorted(wanted.keys() | there.keys()) if wanted.get(name) != there.get(name)
    ]


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or check them: 1 when one is not right."""
    wrong = [file for library in libraries() for file in differing(library)]
    for file in wrong:
        if arguments == ["check"]:
            print(f"{file.relative_to(ROOT)}: is not what the code says; run tools/api_pages.py")
            continue
        content = pages(file.parent.parent.name).get(file.name)
        if content is None:
            file.unlink()
        else:
            file.parent.mkdir(exist_ok=True)
            file.write_text(content, encoding="utf-8")
    return 1 if wrong and arguments == ["check"] else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
