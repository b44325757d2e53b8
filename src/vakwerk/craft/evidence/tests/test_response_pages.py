"""Does somebody who was there answer once, by a link, without an account; and is every answer kept?"""

import re
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from vakwerk.craft.models import AskedResponse, Competency
from vakwerk.craft.tests.evidence_factories import asked, behaviour, sent, written
from vakwerk.foundation.models import Academy, OutgoingMail
from vakwerk.people.models import Person
from vakwerk.people.tests import factories as people

MINE = "/apeldoorn/mijn-bewijs/"


def test_a_resident_answers_by_the_link_in_the_mail(
    esra: Person, esras: Client, connecting: Competency
) -> None:
    piece = written(esra, connecting)
    esras.post(
        f"{MINE}{piece.pk}/reactie-vragen/",
        {"name": "Henk", "email": "Henk@onserf.example", "relation": "resident", "language": "nl"},
    )
    response = AskedResponse.objects.get()
    mail = OutgoingMail.objects.get(to="henk@onserf.example")
    token = mail.text.split("/reactie/")[1].split("/")[0]
    assert token not in response.token_hash
    address = f"/apeldoorn/reactie/{token}/"
    page = Client().get(address).content.decode()
    assert "Esra Kaya vraagt wat jij zag" in page
    assert "Ik deed iets." in page
    assert "Ik leerde iets." not in page
    one, other = (shows.indicator_id for shows in piece.shows.all())
    short = Client().post(address, {f"seen_{one}": "clearly", "words": "Goed gedaan"})
    assert short.status_code == 422
    assert "Goed gedaan" in short.content.decode()
    done = Client().post(
        address, {f"seen_{one}": "clearly", f"seen_{other}": "cannot_say", "words": "Rustig."}
    )
    assert "Dank je voor je antwoord" in done.content.decode()
    response.refresh_from_db()
    assert (response.state, response.email) == ("given", "")
    page = esras.get(f"{MINE}{piece.pk}/").content.decode()
    assert "Rustig." in page
    assert "Henk, inwoner" in page


def test_a_link_works_once(esra: Person, connecting: Competency) -> None:
    piece = written(esra, connecting, shows=behaviour(connecting, count=1))
    _response, token = asked(piece)
    field = f"seen_{piece.shows.get().indicator_id}"
    Client().post(f"/apeldoorn/reactie/{token}/", {field: "partly"})
    again = Client().post(f"/apeldoorn/reactie/{token}/", {field: "clearly"})
    assert "Je hoeft niets meer te doen" in again.content.decode() or "Dank je" in again.content.decode()
    assert piece.responses.get().answers.get().seen == "partly"


def test_a_link_runs_out_and_one_that_was_taken_back_is_closed(
    esra: Person, esras: Client, connecting: Competency
) -> None:
    piece = written(esra, connecting)
    _late, token = asked(piece, now=timezone.now() - timedelta(days=22))
    assert (
        "De tijd om te antwoorden is voorbij" in Client().get(f"/apeldoorn/reactie/{token}/").content.decode()
    )
    open_one, other = asked(piece, "wendy@driebruggen.example")
    esras.post(f"{MINE}{piece.pk}/reacties/{open_one.pk}/terug/")
    assert "Je hoeft niet meer te antwoorden" in Client().get(f"/apeldoorn/reactie/{other}/").content.decode()


def test_somebody_may_rather_not_answer(esra: Person, esras: Client, connecting: Competency) -> None:
    piece = written(esra, connecting)
    response, token = asked(piece)
    Client().post(f"/apeldoorn/reactie/{token}/", {"decline": "1"})
    response.refresh_from_db()
    assert response.state == AskedResponse.State.DECLINED
    assert "antwoordt liever niet" in esras.get(f"{MINE}{piece.pk}/").content.decode()


def test_an_answer_that_was_given_cannot_be_left_out(
    esra: Person, esras: Client, connecting: Competency
) -> None:
    piece = written(esra, connecting, shows=behaviour(connecting, count=1))
    response, token = asked(piece)
    Client().post(f"/apeldoorn/reactie/{token}/", {f"seen_{piece.shows.get().indicator_id}": "not"})
    esras.post(f"{MINE}{piece.pk}/reacties/{response.pk}/terug/")
    response.refresh_from_db()
    assert response.state == AskedResponse.State.GIVEN


def test_answers_stand_side_by_side_and_never_as_a_number(
    esra: Person, marit: Person, marits: Client, connecting: Competency
) -> None:
    piece = written(esra, connecting, shows=behaviour(connecting, count=1))
    field = f"seen_{piece.shows.get().indicator_id}"
    for name, seen in (("henk", "clearly"), ("wendy", "not"), ("ravi", "partly")):
        _response, token = asked(piece, f"{name}@vakwerk.example", name=name.title())
        Client().post(f"/apeldoorn/reactie/{token}/", {field: seen})
    sent(piece, marit)
    page = marits.get(f"/apeldoorn/beoordelen/{piece.pk}/").content.decode()
    spread = page[page.index('id="saw"') : page.index('id="verdict"')]
    assert all(name in spread for name in ("Henk", "Wendy", "Ravi"))
    assert not any(
        letter.isdigit() for letter in _text(spread[spread.index("<table") : spread.index("</table>")])
    )


def _text(markup: str) -> str:
    from django.utils.html import strip_tags

    return strip_tags(markup)


def test_nobody_is_asked_twice_about_one_piece(esra: Person, esras: Client, connecting: Competency) -> None:
    piece = written(esra, connecting, shows=behaviour(connecting, count=1))
    _response, token = asked(piece)
    Client().post(f"/apeldoorn/reactie/{token}/", {f"seen_{piece.shows.get().indicator_id}": "not"})
    again = esras.post(
        f"{MINE}{piece.pk}/reactie-vragen/",
        {"name": "Henk", "email": "henk@onserf.example", "relation": "resident", "language": "nl"},
    )
    assert again.status_code == 422
    assert "Je hebt deze persoon al gevraagd" in again.content.decode()


def test_somebody_of_the_academy_answers_on_their_own_page_too(
    esra: Person, lotte: Person, connecting: Competency
) -> None:
    piece = written(esra, connecting, shows=behaviour(connecting, count=1))
    response, _token = asked(piece, lotte.email, name="Lotte", relation="colleague")
    lottes = people.signed_in(lotte)
    page = lottes.get(f"{MINE}gevraagd/{response.pk}/").content.decode()
    assert "Esra Kaya vraagt wat jij zag" in page
    lottes.post(f"{MINE}gevraagd/{response.pk}/", {f"seen_{piece.shows.get().indicator_id}": "clearly"})
    response.refresh_from_db()
    assert response.state == AskedResponse.State.GIVEN


def test_what_somebody_of_the_academy_wrote_is_there_after_signing_in_again(
    esra: Person, lotte: Person, connecting: Competency
) -> None:
    piece = written(esra, connecting, shows=behaviour(connecting, count=1))
    response, _token = asked(piece, lotte.email, name="Lotte", relation="colleague")
    lottes, here = people.signed_in(lotte), f"{MINE}gevraagd/{response.pk}/"
    drawn = re.search(r'name="vw_drawn" value="([^"]+)"', lottes.get(here).content.decode())
    assert drawn
    lottes.logout()
    given = {
        "vw_drawn": drawn[1],
        "words": "Je bleef rustig.",
        f"seen_{piece.shows.get().indicator_id}": "clearly",
    }
    lottes.post(here, given, headers={"Sec-Fetch-Site": "same-origin"})
    assert lotte.account
    lottes.force_login(lotte.account, backend=people.BACKEND)
    page = lottes.get(here)
    assert page.status_code == 200
    assert "Je bleef rustig." in page.content.decode()
    assert "checked" in page.content.decode()


def test_the_mail_and_the_page_speak_the_language_that_was_chosen(
    esra: Person, connecting: Competency
) -> None:
    piece = written(esra, connecting)
    _response, token = asked(piece, language="en")
    assert "asks what you saw" in OutgoingMail.objects.latest("pk").subject
    assert "Send my answer" in Client().get(f"/apeldoorn/reactie/{token}/").content.decode()


def test_a_made_up_token_and_one_of_another_academy_open_nothing(
    esra: Person, connecting: Competency, academy: Academy
) -> None:
    _response, token = asked(written(esra, connecting))
    people.academy("amsterdam", "Academie aan het Water")
    assert Client().get("/apeldoorn/reactie/verzonnen/").status_code == 404
    assert Client().get(f"/amsterdam/reactie/{token}/").status_code == 404


def test_an_answer_stays_in_sight_when_the_behaviour_is_no_longer_chosen(
    esra: Person, esras: Client, connecting: Competency
) -> None:
    piece = written(esra, connecting, shows=behaviour(connecting, count=1))
    _response, token = asked(piece)
    Client().post(f"/apeldoorn/reactie/{token}/", {f"seen_{piece.shows.get().indicator_id}": "not"})
    esras.post(f"{MINE}{piece.pk}/wijzigen/", {"title": "Gesprek", "situation": "x", "action": "x"})
    page = esras.get(f"{MINE}{piece.pk}/").content.decode()
    assert "niet meer gekozen" in page
    assert "Henk Oosterveld, inwoner" in page


def test_who_answered_erases_it_by_the_same_link(esra: Person, esras: Client, connecting: Competency) -> None:
    piece = written(esra, connecting, shows=behaviour(connecting, count=1))
    response, token = asked(piece)
    address = f"/apeldoorn/reactie/{token}/"
    Client().post(address, {f"seen_{piece.shows.get().indicator_id}": "not", "words": "Niet goed."})
    assert "Wis mijn antwoord" in Client().get(f"{address}?wissen=1").content.decode()
    assert "Je antwoord is gewist" in Client().post(address, {"erase": "1"}).content.decode()
    response.refresh_from_db()
    assert (response.name, response.words, response.answers.count()) == ("", "", 0)
    page = esras.get(f"{MINE}{piece.pk}/").content.decode()
    assert "Niet goed." not in page
    assert "Henk" not in page
