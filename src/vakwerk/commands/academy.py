"""``vakwerk academy``: found an academy, list the academies, or make a sign-in link for somebody in one.

Exit codes: 0 done, 1 the database does not answer, 2 the arguments cannot be used, 4 somebody must migrate first;
each with the reason.
"""

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vakwerk.commands.lock import is_served
from vakwerk.commands.setup import is_embedded, prepare_with_tables
from vakwerk.environment import data_dir

if TYPE_CHECKING:
    from vakwerk.foundation.models import Academy

BAD_ARGUMENTS = 2


def run(arguments: Sequence[str]) -> int:
    """Do what ``arguments`` ask for."""
    options = _parser().parse_args(arguments)
    # The application may not write academies.
    prepare_with_tables(as_owner=options.act == "add")
    from django.utils.translation import override  # noqa: PLC0415 - needs Django loaded

    from vakwerk.foundation import refusals  # noqa: PLC0415

    try:
        found: str = {"add": _add, "list": _list, "link": _link}[options.act](options)
    except refusals.Refused as refused:
        with override("en"):
            sys.stderr.write(f"vakwerk academy: {refusals.say(refused)}\n")
        return BAD_ARGUMENTS
    except LookupError as error:
        sys.stderr.write(f"vakwerk academy: {error.args[0]}.\n")
        return BAD_ARGUMENTS
    sys.stdout.write(found)
    if options.act != "list" and is_embedded() and not is_served(data_dir()):
        sys.stderr.write("Vakwerk is not open now. Start it with vakwerk serve, then open the link.\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vakwerk academy", description=__doc__)
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    add = acts.add_parser("add", help="found an academy and print a sign-in link for its administrator")
    add.add_argument("slug", help="its address, such as 'apeldoorn'")
    add.add_argument("name", help="its name, such as 'Vakhuis Apeldoorn'")
    add.add_argument("--municipality", required=True, help="the municipality whose academy it is")
    add.add_argument(
        "--email", type=_address, required=True, help="e-mail address of the first administrator"
    )
    add.add_argument("--given-name", required=True)
    add.add_argument("--surname", default="")
    acts.add_parser("list", help="list the academies")
    link = acts.add_parser("link", help="print a sign-in link for somebody who cannot get in")
    link.add_argument("slug", help="the address of the academy")
    link.add_argument("email", help="the e-mail address of the person")
    return parser


def _address(said: str) -> str:
    from django.core.exceptions import ValidationError  # noqa: PLC0415 - as loading Django, only once it is needed
    from django.core.validators import EmailValidator  # noqa: PLC0415

    try:
        EmailValidator()(said)
    except ValidationError:
        message = f"{said!r} is not an e-mail address"
        raise argparse.ArgumentTypeError(message) from None
    return said


def _add(options: argparse.Namespace) -> str:
    from vakwerk.people.operations import academies  # noqa: PLC0415 - needs Django loaded
    from vakwerk.people.operations.persons import PersonFacts  # noqa: PLC0415

    academy, link = academies.found_academy(
        slug=options.slug,
        name=options.name,
        municipality=options.municipality,
        administrator=PersonFacts(
            given_name=options.given_name, family_name=options.surname, email=options.email.lower()
        ),
    )
    return f"{academy.name} is founded. Its administrator signs in, once and within a week, with:\n{link}\n"


def _list(options: argparse.Namespace) -> str:
    from vakwerk.foundation import queries  # noqa: PLC0415 - needs Django loaded

    found: list[Academy] = queries.academies()
    return (
        "".join(f"{academy.slug:<24} {academy.name}\n" for academy in found)
        or "There are no academies yet.\n"
    )


def _link(options: argparse.Namespace) -> str:
    from vakwerk.foundation import queries  # noqa: PLC0415 - needs Django loaded
    from vakwerk.foundation.tenancy import in_academy  # noqa: PLC0415
    from vakwerk.people.models import Person  # noqa: PLC0415
    from vakwerk.people.operations import academies  # noqa: PLC0415

    academy = queries.academy_at(options.slug)
    if academy is None:
        message = f"there is no academy at {options.slug!r}"
        raise LookupError(message)
    with in_academy(academy):
        person = Person.objects.filter(email__iexact=options.email, left_on=None).first()
        if person is None:
            message = f"nobody at {academy.name} has the address {options.email}"
            raise LookupError(message)
        return academies.link_for(person) + "\n"
