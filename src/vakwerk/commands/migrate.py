"""``vakwerk migrate``: bring the database up to date, as its owner, and grant the application its rights."""

import argparse
from collections.abc import Sequence

from vakwerk.commands.setup import prepare, require_owner


def run(arguments: Sequence[str]) -> int:
    """Apply what migrations are new; return 0."""
    parser = argparse.ArgumentParser(prog="vakwerk migrate", description=__doc__)
    parser.add_argument("--quiet", action="store_true", help="say nothing")
    options = parser.parse_args(arguments)
    prepare(as_owner=True)
    require_owner()
    from vakwerk.foundation.migrating import migrate  # noqa: PLC0415 - needs Django loaded

    migrate(verbosity=0 if options.quiet else 1)
    return 0
