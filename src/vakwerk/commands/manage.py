"""``vakwerk manage``: Django's own commands, for developers."""

from collections.abc import Sequence

from vakwerk.commands.setup import prepare


def run(arguments: Sequence[str]) -> int:
    """Hand ``arguments`` to Django; commands that change tables run as the owner, and others after ``--as-owner``."""
    words = list(arguments)
    as_owner = words[:1] == ["--as-owner"]
    words = words[1:] if as_owner else words
    # Some of Django's commands need no database, and must not wait for one.
    prepare(as_owner=as_owner or words[:1] in (["migrate"], ["sqlmigrate"]), reach=False)
    from django.core.management import execute_from_command_line  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    # One connection is enough, and says itself why it cannot be made.
    connection.settings_dict["OPTIONS"].pop("pool", None)

    execute_from_command_line(["vakwerk manage", *words])
    return 0
