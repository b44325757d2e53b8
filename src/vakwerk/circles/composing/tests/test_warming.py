"""Is the search compiled before anybody waits for it, and never in a web process?"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from vakwerk.circles.composing import warming
from vakwerk.foundation import worker


def test_what_it_compiles_is_kept_on_disk(tmp_path: Path) -> None:
    surroundings = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path), "TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-m", warming.MODULE], env=surroundings, check=True, timeout=60)
    assert list(tmp_path.rglob("*.nbc"))


def test_one_is_enough_however_often_a_worker_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    surroundings = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path), "TMPDIR": str(tmp_path)}
    with warming.alone() as is_first:
        assert is_first
        subprocess.run([sys.executable, "-m", warming.MODULE], env=surroundings, check=True, timeout=60)
    assert not list(tmp_path.rglob("*.nbc"))


def test_every_worker_runs_it() -> None:
    assert warming.MODULE in worker._warm_up


def test_where_the_package_cannot_be_written_compiled_code_lies_beside_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAKWERK_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("NUMBA_CACHE_DIR", "")
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    warming.keep_compiled()
    assert os.environ["NUMBA_CACHE_DIR"] == str(tmp_path / "compiled")


def test_a_web_process_never_loads_the_compiler() -> None:
    """Load everything a web process can: the application, every address, and every module of every room."""
    code = """
import importlib, pkgutil, sys
import vakwerk.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
import vakwerk
for found in pkgutil.walk_packages(vakwerk.__path__, "vakwerk."):
    if ".tests" not in found.name and ".commands" not in found.name and found.name != "vakwerk.cli":
        importlib.import_module(found.name)
sys.exit(bool({"numba", "llvmlite"} & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
