"""How are the heads of columns compared and named? Pure: no Django, no database."""

import unicodedata

_ASIDE = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l"})


def plain(head: str) -> str:
    """Return a head as it is compared: letters and digits only, in lower case and without accents."""
    bare = unicodedata.normalize("NFKD", head.translate(_ASIDE))
    return "".join(sign for sign in bare.lower() if sign.isalnum())


def letter(column: int) -> str:
    """Return the letters a spreadsheet gives to a column, counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
