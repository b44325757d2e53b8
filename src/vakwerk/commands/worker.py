"""``vakwerk worker``: run background tasks only, for instance on a machine of its own."""

import argparse
from collections.abc import Sequence

from vakwerk.commands.setup import prepare_with_tables
from vakwerk.commands.supervisor import Child, Supervisor


def run(arguments: Sequence[str]) -> int:
    """Work until told to end; return 0."""
    parser = argparse.ArgumentParser(prog="vakwerk worker", description=__doc__)
    parser.add_argument("--grace", type=float, default=10.0, help="seconds that a running job gets to end")
    options = parser.parse_args(arguments)
    prepare_with_tables()
    from vakwerk.foundation import worker  # noqa: PLC0415 - needs Django loaded

    Supervisor([Child("worker", worker.run)], grace=options.grace).run()
    return 0
