"""``vakwerk protect``: publish numbers about groups so that no person can be found, without a database."""

from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Hand ``arguments`` to cellguard and return its exit code."""
    from cellguard.cli import main  # noqa: PLC0415 - numpy and scipy, only here

    return main(list(arguments), prog="vakwerk protect")
