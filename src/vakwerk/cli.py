"""The ``vakwerk`` command: one word per thing an administrator does."""

import os
import sys
from collections.abc import Callable, Sequence

from vakwerk.commands import COMMANDS


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vakwerk.settings")
    words = list(sys.argv[1:] if arguments is None else arguments)
    name = words[0] if words else "help"
    run: Callable[[Sequence[str]], int] | None = COMMANDS.get(name)
    if run is None:
        sys.stderr.write(f"vakwerk: there is no command {name!r}. Try: vakwerk help\n")
        return 2
    try:
        return run(words[1:])
    except Exception as error:
        from vakwerk.commands.failures import explained  # noqa: PLC0415 - loads the database's driver

        if (failure := explained(error)) is None:
            raise
        sys.stderr.write(f"vakwerk {name}: {failure}\n")
        return failure.exit_code


if __name__ == "__main__":
    raise SystemExit(main())
