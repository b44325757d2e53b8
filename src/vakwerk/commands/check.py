"""``vakwerk check``: look whether all is set up well, and say what to do about what is not.

Ends with 0 when all is well or only remarks remain, with 1 when something must be mended first.
"""

import argparse
import json
import sys
from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured

from vakwerk.commands.findings import Finding, Grade


def run(arguments: Sequence[str]) -> int:
    """Print what was found; 1 if something is wrong."""
    parser = argparse.ArgumentParser(prog="vakwerk check", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print the findings for a program to read")
    options = parser.parse_args(arguments)
    found = list(_findings())
    if options.json:
        sys.stdout.write(json.dumps([finding.as_dict() for finding in found], indent=2) + "\n")
    else:
        for finding in found:
            sys.stdout.write(f"{finding}\n")
        wrong = sum(finding.grade is Grade.WRONG for finding in found)
        remarks = sum(finding.grade is Grade.REMARK for finding in found)
        sys.stdout.write(
            f"\n{wrong} to mend, {remarks} to think about, {len(found) - wrong - remarks} well.\n"
        )
    return 1 if any(finding.grade is Grade.WRONG for finding in found) else 0


def _findings() -> list[Finding]:
    """Look at everything; what cannot even start is a finding too."""
    from vakwerk.commands import serve  # noqa: PLC0415
    from vakwerk.commands.setup import prepare  # noqa: PLC0415

    try:
        serve.parser_of_options()  # reads the settings of serving
        prepare(reach=False)
    except ImproperlyConfigured as error:
        return [Finding(Grade.WRONG, "configuration", str(error), "See docs/reference/settings.md.")]
    except Exception as error:  # whatever stops the embedded server, the administrator must hear it
        return [
            Finding(
                Grade.WRONG, "database", f"the embedded server does not start: {error}",
                "Look in postgres/log of the data directory, and whether the disk is full.",
            )
        ]  # fmt: skip
    from vakwerk.commands.findings_database import database_findings  # noqa: PLC0415
    from vakwerk.commands.findings_place import place_findings  # noqa: PLC0415

    return [*place_findings(), *database_findings()]
