"""``vakwerk manage``: Django's own commands, for developers."""

from collections.abc import Sequence

from vakwerk.commands.setup import prepare


def run(arguments: Sequence[str]) -> int:
    """Hand ``arguments`` to Django; commands that change tables run as the owner."""
    prepare(as_owner=bool(arguments) and arguments[0] in {"migrate", "sqlmigrate"})
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(["vakwerk manage", *arguments])
    return 0
