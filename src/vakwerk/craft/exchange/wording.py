"""How is said what is wrong with a file that holds a framework?"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vakwerk.craft.exchange.rules import Fault, FileRefusal, Problem, UnreadableError, Wrong
from vakwerk.craft.exchange.table_reading import column_names
from vakwerk.foundation import audit, refusals

FAULTS: Mapping[Fault, Promise] = {
    Fault.EMPTY: _("The file is empty."),
    Fault.TOO_BIG: _("The file is larger than %(limit)s MB."),
    Fault.NOT_JSON: _("This is not valid JSON. Look at line %(line)s, character %(column)s: %(message)s."),
    Fault.TOO_DEEP: _("The file has parts within parts, too deep to read."),
    Fault.BAD_BYTES: _("The file holds characters that are not text (byte %(byte)s). Save it as UTF-8."),
    Fault.BAD_CHARACTERS: _("The file holds characters that are not text: “%(value)s”. Remove them."),
    Fault.OTHER_ENCODING: _("The file is saved as %(encoding)s. Save it as UTF-8."),
    Fault.BAD_NUMBER: _("“%(value)s” cannot be stored as a number. Use a smaller number."),
    Fault.NAME_TWICE: _("“%(name)s” occurs twice in one object. Leave only one of them in."),
    Fault.TOO_MANY_PARTS: _("The file has more than %(limit)s parts. Split it."),
    Fault.NOT_A_PACKAGE: _(
        "This is JSON, but not a CASE package: it has no CFDocument, CFItems or CFAssociations."
    ),
    Fault.NO_DOCUMENT: _("CFDocument is missing, or is not an object. It says what the framework is called."),
    Fault.NO_TITLE: _("CFDocument.title is missing. It says what the framework is called."),
    Fault.BAD_IDENTIFIER: _("CFDocument.identifier must be a UUID, but is “%(value)s”."),
    Fault.NOT_A_LIST: _("%(name)s must be a list."),
    Fault.TOO_MANY: _("The file has %(count)s items; more than %(limit)s cannot be read."),
    Fault.NO_KNOWN_COLUMNS: _(
        "No column says what a competency is called. Call one “competentie (nl)” or “competency (en)”."
    ),
}

WRONGS: Mapping[Wrong, Promise] = {
    Wrong.NOT_AN_OBJECT: _("This is not an object. It is left out."),
    Wrong.NO_IDENTIFIER: _("The identifier is missing. The item is left out."),
    Wrong.BAD_IDENTIFIER: _("The identifier is not a UUID. The item is left out."),
    Wrong.TWICE: _("This is in the file twice. Only the first is used."),
    Wrong.NO_STATEMENT: _("The statement is missing. The item is left out."),
    Wrong.NOT_A_TEXT: _("This must be a text. The item is left out."),
    Wrong.NO_TYPE: _(
        "The type of the association is missing. It is kept for export, and means nothing here."
    ),
    Wrong.NO_NODE: _("One end of the association is missing. It is kept for export, and means nothing here."),
    Wrong.UNKNOWN_NODE: _(
        "The item that this stands under is not in the file (%(value)s). So it stands at the top."
    ),
    Wrong.IN_A_RING: _("“%(name)s” stands under itself, by way of others. So it stands at the top."),
    Wrong.NO_NAME: _("The competency has no name. The row is left out."),
    Wrong.BAD_LEVEL: _("“%(value)s” is not a level. Use a number from 1 to 9. The row is left out."),
    Wrong.NO_LEVEL: _("There is behaviour without a level. The row is left out."),
    Wrong.DIFFERS: _(
        "This differs from row %(first)s, which is about the same competency. The row is left out."
    ),
    Wrong.UNKNOWN_COUNTERWEIGHT: _("“%(value)s” is not the key of another competency. It is left out."),
    Wrong.UNKNOWN_PARENT: _("“%(value)s” is not the key of another competency. So it stands at the top."),
    Wrong.TOO_LONG: _("This is longer than %(limit)s characters. The row is left out."),
}

refusals.describe(
    {
        FileRefusal.NOTHING_NEW: _("The file says what is there already. There is nothing to import."),
        FileRefusal.NOTHING_IN_IT: _("There is no competency in the file that can be imported."),
        FileRefusal.DONE_ALREADY: _("This file has already been imported."),
        FileRefusal.NOT_LOOKED_AT: _("Vakwerk is still looking at this file."),
        FileRefusal.NO_DRAFT: _("The draft is no longer a draft. Choose another, or a framework of its own."),
    }
)


def fault(error: UnreadableError) -> str:
    """Say why a file cannot be read."""
    return str(FAULTS[error.fault]) % error.facts


def problem(found: Problem) -> dict[str, str]:
    """Say where something is wrong, and what."""
    row, colon, column = found.where.partition(":")
    where = found.where
    if colon and row.isdecimal():
        names = column_names((get_language() or "nl")[:2])
        where = _("row %(row)s, %(column)s") % {"row": row, "column": names.get(column, column)}
    elif name := found.facts.get("name"):
        where = f"{found.where} ({name})"
    return {"where": where, "words": str(WRONGS[found.wrong]) % found.facts}


audit.describe(
    {
        "craft.framework_brought_in": _(
            "imported “%(file)s” as “%(title)s”, version %(version)s, with %(count)s competencies"
        ),
    }
)
