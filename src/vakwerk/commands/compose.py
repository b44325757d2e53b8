"""``vakwerk compose``: compose circles from a file of people, without a database."""

from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Hand ``arguments`` to circlemix and return its exit code."""
    from circlemix.command import main  # noqa: PLC0415 - numpy and numba, only here

    return main(list(arguments), prog="vakwerk compose")
