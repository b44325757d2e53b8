"""Does a list leave as it stands, cell by cell?"""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from django.test import Client
from openpyxl import load_workbook

from vakwerk.circles.rounds import operations
from vakwerk.circles.tests.factories import NOW, make_organisation, make_person, open_round
from vakwerk.people.models import Organisation, Person

Browser = Callable[[Person], Client]


def test_the_list_of_sign_ups_leaves_as_a_workbook_cell_by_cell(jeroen: Person, browser: Browser) -> None:
    hattem = make_organisation("Gemeente Hattem")
    erf = make_organisation("Erf & Zo", Organisation.Kind.RESIDENTS)
    esra = make_person("Esra", "Yılmaz", organisation=hattem, discipline="wonen")
    jan = make_person("Jan", "de Boer", organisation=erf, discipline="")
    lous = make_person("Lous", "Ásgeirs", organisation=hattem, discipline="zorg")
    round_ = open_round(jeroen, min_disciplines=1)
    tuesday, wednesday = round_.slots.all()
    operations.sign_up(round_=round_, person=esra, slots=[tuesday, wednesday], by=esra, now=NOW)
    operations.sign_up(
        round_=round_, person=jan, slots=[wednesday], by=jan, now=NOW,
        discipline="bewoner", brings="=HYPERLINK(\"http://kwaad.example\")",
    )  # fmt: skip
    operations.sign_up(
        round_=round_, person=lous, slots=[tuesday], by=None, now=NOW, brings="-3 jaar ervaring"
    )
    lous.memberships.all().delete()  # who lost their place since is still signed up

    answer = browser(jeroen).get(
        f"/apeldoorn/coordinatie/rondes/{round_.pk}/aanmeldingen/?download=xlsx&order=name"
    )
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="aanmeldingen-')
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    both = "dinsdag 13.30 – 15.30 uur, woensdag 9.30 – 11.30 uur"
    day = datetime(2027, 1, 4)  # noqa: DTZ001  a spreadsheet knows no time zones
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["naam", "organisatie", "doet mee als", "vakgebied", "momenten", "sinds", "e-mail",
         "momenten voluit", "brengt in"],
        ["Lous Ásgeirs", None, "collega", "zorg", "di 13.30", day, "lous.ásgeirs@vakwerk.example",
         "dinsdag 13.30 – 15.30 uur", "-3 jaar ervaring"],
        ["Jan de Boer", "Erf & Zo", "inwoner", "bewoner", "wo 9.30", day, "jan.deboer@vakwerk.example",
         "woensdag 9.30 – 11.30 uur", '=HYPERLINK("http://kwaad.example")'],
        ["Esra Yılmaz", "Gemeente Hattem", "collega", "wonen",
         "di 13.30, wo 9.30", day,
         "esra.yılmaz@vakwerk.example", both, None],
    ]  # fmt: skip
    # What looks like a formula is a text: no cell of the sheet is one.
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:I4"
    assert all(cell.font.bold for cell in sheet[1])
