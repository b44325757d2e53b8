"""``vakwerk demo``: fill the database with the demo academies and their people, all made up."""

import argparse
import os
import sys
from collections.abc import Sequence

from vakwerk.commands.setup import prepare_with_tables


def run(arguments: Sequence[str]) -> int:
    """Load the demo; return 0."""
    parser = argparse.ArgumentParser(prog="vakwerk demo", description=__doc__)
    parser.add_argument(
        "--reset", action="store_true", help="throw away the demo academies there are, and start afresh"
    )
    options = parser.parse_args(arguments)
    os.environ["VAKWERK_DEMO"] = "1"
    # Only the owner may write academies and regions, and throw away the audit trail.
    prepare_with_tables(as_owner=True)
    from vakwerk.demo import load  # noqa: PLC0415 - needs Django loaded

    sys.stdout.write("Loading the demo academies …\n")
    sys.stdout.flush()
    load.load(reset=options.reset)
    return 0
