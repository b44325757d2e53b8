"""Is the house in order? Arrows, migrations, templates and words, and a wheel that carries all."""

import gzip
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from tools import templates, translations

ROOT = Path(__file__).parents[2]


def test_every_template_compiles_and_holds_no_style_or_script() -> None:
    assert list(templates.faults()) == []


@pytest.mark.parametrize(
    "html",
    [
        '<table class="vw-table" role="table">',
        "<tr role='row'>",
        "<p style='x'>",
        '<b onclick="x">',
        "{% oops %}",
    ],
)
def test_a_template_with_a_fault_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, html: str) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(html)
    monkeypatch.setattr(templates, "PACKAGE", tmp_path)
    assert len(list(templates.faults())) == 1


def test_no_code_draws_the_role_of_a_part_of_a_table() -> None:
    code = [one for one in (ROOT / "src").rglob("*.py") if "tests" not in one.parts]
    assert [
        one for one in code if re.search(r'role="(table|row|rowgroup|cell|\w+header)"', one.read_text())
    ] == []


@pytest.mark.parametrize("room", translations.rooms())
def test_every_text_has_its_dutch(room: str) -> None:
    assert list(translations.faults(room)) == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("said = f\"{one}, {_('members')}\"", [1]),
        ("said = f\"{ngettext('a', 'b', n)}\"", [1]),
        ('f"{_}"; _("members")', []),
    ],
)
def test_a_text_that_python_3_11_does_not_find_is_found(source: str, lines: list[int]) -> None:
    assert list(translations.inside_f_strings(source)) == lines


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_imports_go_one_way() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "module", ["vakwerk.foundation.rules", "vakwerk.people.rules", "circlemix", "cellguard"]
)
def test_rules_and_the_core_load_without_django(module: str) -> None:
    code = f"import sys, {module}; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Copy what git keeps and a build reads, without what was built here before."""
    clone, built = tmp_path / "clone", shutil.ignore_patterns("*.mo", "*.gz", "*.br", "__pycache__")
    for name in ("src", "tools", "LICENSES"):
        shutil.copytree(ROOT / name, clone / name, ignore=built)
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, clone)
    return clone


def build(target: str, folder: Path) -> None:
    """Make a wheel or an sdist of a folder, without fetching anything."""
    words = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", folder / "dist"]
    subprocess.run(words, cwd=folder, check=True, capture_output=True)


def test_the_wheel_carries_what_pages_need_and_so_does_the_sdist(clone: Path) -> None:
    build("wheel", clone)
    names = zipfile.ZipFile(next(clone.glob("dist/*.whl"))).namelist()
    for wanted in (
        "vakwerk/foundation/templates/base.html",
        "vakwerk/foundation/static/vakwerk/vakwerk.css",
        "vakwerk/foundation/static/vakwerk/vakwerk.css.gz",
        "vakwerk/foundation/static/vakwerk/vakwerk.css.br",
        "vakwerk/people/locale/nl/LC_MESSAGES/django.mo",
        "vakwerk/locale/nl/LC_MESSAGES/django.mo",
        "vakwerk/py.typed",
    ):
        assert wanted in names
    assert {name for name in names if name.endswith(".po")} == {
        name.removesuffix(".mo") + ".po" for name in names if name.endswith(".mo")
    }
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.startswith("vakwerk/demo/content/") for name in names)
    assert not [name for name in names if "/tests/" in name or not name.startswith("vakwerk")]
    build("sdist", clone)
    with tarfile.open(next(clone.glob("dist/*.tar.gz"))) as archive:
        source = archive.getnames()
    assert {name for name in names if name.endswith((".mo", ".gz", ".br"))} == {
        name.partition("/src/")[2] for name in source if name.endswith((".mo", ".gz", ".br"))
    }


def test_what_is_built_follows_what_it_is_made_of_and_else_stays(clone: Path) -> None:
    def run() -> None:
        subprocess.run([sys.executable, clone / "tools" / "built_files.py"], check=True)

    words, sheet = (
        clone / "src" / "vakwerk" / name
        for name in ("locale/nl/LC_MESSAGES/django.po", "foundation/static/vakwerk/vakwerk.css")
    )
    run()
    built = sorted(path for path in clone.rglob("*") if path.suffix in {".mo", ".gz", ".br"})
    moments = [path.stat().st_mtime_ns for path in built]
    run()
    assert moments == [path.stat().st_mtime_ns for path in built]
    words.write_text(
        words.read_text(encoding="utf-8").replace('msgstr "', 'msgstr "Eerst: '), encoding="utf-8"
    )
    sheet.write_text("a { color: red }")
    run()
    assert b"Eerst: " in words.with_suffix(".mo").read_bytes()
    assert gzip.decompress(sheet.with_name("vakwerk.css.gz").read_bytes()) == sheet.read_bytes()


HEAVY = {
    "fontTools", "fpdf", "icalendar", "llvmlite", "numba", "openpyxl", "PIL", "pyld", "segno",
    "weasyprint",
}  # fmt: skip


def test_vakwerk_starts_without_what_few_pages_need() -> None:
    """Together they would take as long to load as all the rest; whoever needs one loads it there."""
    code = f"""
import sys, vakwerk.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
print(*sorted({HEAVY!r} & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_one_module_decides_who_may_be_written_to() -> None:
    by_themselves = re.compile(r"\bletter_from\b|\bLetter\(|django\.core\.mail")
    modules = (ROOT / "src" / "vakwerk").rglob("*.py")
    found = {
        str(module.relative_to(ROOT / "src" / "vakwerk"))
        for module in modules
        if "tests" not in module.parts and by_themselves.search(module.read_text())
    }
    # The handover sends in Django's way; mail about signing in goes through allauth.
    assert found == {"foundation/mail.py", "foundation/handover.py", "people/letters.py"}
