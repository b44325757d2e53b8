"""Build what git does not keep before it goes into a wheel or an sdist, or is run from this folder."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuiltFiles(BuildHookInterface):
    """Runs tools/built_files.py; ``artifacts`` in pyproject.toml takes along what it makes."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build it all, so that nothing old gets out."""
        tool = Path(self.root) / "tools" / "built_files.py"
        subprocess.run([sys.executable, tool, "--again"], check=True)
