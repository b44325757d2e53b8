"""Does somebody take a badge at their own request, and can anybody see whether it still counts?"""

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from vakwerk.craft.badges import operations
from vakwerk.craft.models import Badge, Competency, IssuerKey
from vakwerk.craft.tests.evidence_factories import NOW, badge_for, reached
from vakwerk.foundation.models import Academy, OutgoingMail
from vakwerk.foundation.roles import Role
from vakwerk.people.models import Person
from vakwerk.people.tests import factories as people

MINE = "/apeldoorn/mijn-badges/"


def _file(badge: Badge, **changed: object) -> SimpleUploadedFile:
    document = {**json.loads(badge.credential), **changed}
    return SimpleUploadedFile("badge.json", json.dumps(document).encode())


def test_a_badge_is_there_only_when_somebody_asks(
    esra: Person, marit: Person, esras: Client, marits: Client, connecting: Competency
) -> None:
    level = reached(esra, connecting, marit)
    assert not Badge.objects.exists()
    assert "Vraag een badge aan" in esras.get(MINE).content.decode()
    assert marits.get(f"{MINE}aanvragen/{level.pk}/").status_code == 404
    esras.post(f"{MINE}aanvragen/{level.pk}/", {"language": "nl"})
    badge = Badge.objects.get()
    answer = esras.get(f"{MINE}{badge.pk}/badge.json")
    assert answer["Content-Type"] == "application/vc"
    document = json.loads(answer.content)
    assert document["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert document["name"] == "Verbinden: Leerling"
    (identity,) = document["credentialSubject"]["identifier"]
    assert identity["hashed"] is True
    for private in ("Esra", "Kaya", esra.email, "Marit", "Ik deed iets."):
        assert private not in badge.credential
    again = esras.get(f"{MINE}aanvragen/{level.pk}/").content.decode()
    assert "Je hebt al een badge voor dit niveau" in again


def test_a_name_is_in_it_only_when_somebody_wants_so(
    esra: Person, marit: Person, connecting: Competency
) -> None:
    badge = badge_for(reached(esra, connecting, marit), with_name=True)
    assert "Esra Kaya" in badge.credential
    assert "Esra Kaya" in Client().get(f"/apeldoorn/badges/{badge.uuid}/").content.decode()


def test_the_certificate_is_a_pdf_also_for_letters_from_elsewhere(
    esra: Person, marit: Person, esras: Client, connecting: Competency
) -> None:
    esra.family_name = "Kaşıkçı"
    esra.save()
    badge = badge_for(reached(esra, connecting, marit), with_name=True)
    answer = esras.get(f"{MINE}{badge.pk}/certificaat.pdf")
    assert answer.content.startswith(b"%PDF-")
    assert "attachment" in answer["Content-Disposition"]


def test_a_badge_of_somebody_else_stays_closed(
    esra: Person, marit: Person, marits: Client, connecting: Competency
) -> None:
    badge = badge_for(reached(esra, connecting, marit))
    for name in ("badge.json", "certificaat.pdf", "teruggeven/"):
        assert marits.get(f"{MINE}{badge.pk}/{name}").status_code == 404


def test_anybody_sees_that_a_badge_is_valid_and_whose_it_is_not(
    esra: Person, marit: Person, connecting: Competency
) -> None:
    badge = badge_for(reached(esra, connecting, marit))
    page = Client().get(f"/apeldoorn/badges/{badge.uuid}/").content.decode()
    assert "Deze badge is geldig" in page
    assert "Esra" not in page


def test_a_file_is_looked_at_and_a_changed_one_is_told_apart(
    esra: Person, marit: Person, connecting: Competency
) -> None:
    badge = badge_for(reached(esra, connecting, marit))
    address = f"/apeldoorn/badges/{badge.uuid}/"

    def said(file: SimpleUploadedFile) -> str:
        return Client().post(address, {"file": file}).content.decode()

    assert "Het bestand is de badge zoals hij is ondertekend" in said(_file(badge))
    assert "Dit is niet zoals de academie het ondertekende" in said(
        _file(badge, name="Verbinden: Leermeester")
    )
    assert "Dit is niet zoals de academie het ondertekende" in said(_file(badge, extra="x"))
    assert "Dit bestand is een andere badge" in said(_file(badge, id="urn:x"))
    assert "Dit is geen badge" in said(SimpleUploadedFile("x.json", b"geen json"))
    assert "Dit is geen badge" in said(SimpleUploadedFile("x.json", b"[1]"))


def test_a_badge_of_before_whose_proof_stands_in_no_set_still_counts(
    esra: Person, marit: Person, connecting: Competency
) -> None:
    badge = badge_for(reached(esra, connecting, marit))
    document = json.loads(badge.credential)
    (document["proof"],) = document["proof"]
    address = f"/apeldoorn/badges/{badge.uuid}/"
    Badge.objects.update(credential=json.dumps(document))
    assert "Deze badge is geldig" in Client().get(address).content.decode()
    document["proof"]["proofValue"] = "z" + "2" * 87
    for proof in (document["proof"], [document["proof"]], [], ["x"], None):
        Badge.objects.update(credential=json.dumps({**document, "proof": proof}))
        assert "Deze badge is geldig" not in Client().get(address).content.decode()


def test_what_was_changed_in_the_database_is_found_by_its_signature(
    esra: Person, marit: Person, connecting: Competency
) -> None:
    badge = badge_for(reached(esra, connecting, marit))
    Badge.objects.update(credential=badge.credential.replace("Leerling", "Leermeester"))
    page = Client().get(f"/apeldoorn/badges/{badge.uuid}/").content.decode()
    assert "Dit is niet zoals de academie het ondertekende" in page


def test_the_holder_takes_it_back_and_the_page_says_so(
    esra: Person, marit: Person, esras: Client, connecting: Competency
) -> None:
    level = reached(esra, connecting, marit)
    badge = badge_for(level)
    esras.post(f"{MINE}{badge.pk}/teruggeven/", {"reason": "Op mijn eigen verzoek."})
    assert "Deze badge is ingetrokken" in Client().get(f"/apeldoorn/badges/{badge.uuid}/").content.decode()
    assert "Op mijn eigen verzoek" not in Client().get(f"/apeldoorn/badges/{badge.uuid}/").content.decode()
    assert badge_for(level).pk != badge.pk


def test_a_coordinator_takes_it_back_by_its_number_and_the_holder_hears_why(
    esra: Person, marit: Person, connecting: Competency
) -> None:
    badge = badge_for(reached(esra, connecting, marit))
    jeroen = people.signed_in(people.person("Jeroen", "Timmer", roles=(Role.COORDINATOR,)))
    assert "Esra" not in jeroen.get("/apeldoorn/coordinatie/badges/").content.decode()
    wrong = jeroen.post(
        "/apeldoorn/coordinatie/badges/intrekken/",
        {"number": "7f6f0000-0000-4000-8000-000000000000", "reason": "x"},
    )
    assert wrong.status_code == 422
    jeroen.post(
        "/apeldoorn/coordinatie/badges/intrekken/", {"number": str(badge.uuid), "reason": "Verkeerd stuk."}
    )
    badge.refresh_from_db()
    assert badge.revoked_at is not None
    assert "Verkeerd stuk." in OutgoingMail.objects.filter(to=esra.email).latest("pk").text


def test_a_leaked_key_makes_its_badges_no_longer_believed(
    academy: Academy, esra: Person, marit: Person, connecting: Competency
) -> None:
    badge = badge_for(reached(esra, connecting, marit))
    jeroen = people.signed_in(people.person("Jeroen", "Timmer", roles=(Role.COORDINATOR,)))
    jeroen.post("/apeldoorn/coordinatie/badges/sleutel/", {"leaked": "on"})
    assert "Deze badge telt niet meer" in Client().get(f"/apeldoorn/badges/{badge.uuid}/").content.decode()


def test_private_keys_are_kept_encrypted_and_a_lost_secret_makes_a_new_key(
    academy: Academy, esra: Person, marit: Person, connecting: Competency, settings: object
) -> None:
    level = reached(esra, connecting, marit)
    badge_for(level)
    first = IssuerKey.objects.get()
    assert len(bytes(first.private_key)) == 12 + 32 + 16
    settings.SECRET_KEY = "another secret key that nobody had before" * 2  # type: ignore[attr-defined]  # pytest-django's
    operations.revoke(badge=Badge.objects.get(), by=esra, reason="x", now=NOW)
    badge_for(level)
    assert [key.retired_at is None for key in IssuerKey.objects.order_by("number")] == [False, True]


def test_an_earlier_secret_still_opens_the_key(
    academy: Academy, esra: Person, marit: Person, connecting: Competency, settings: object
) -> None:
    level = reached(esra, connecting, marit)
    badge = badge_for(level)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]  # pytest-django's
    settings.SECRET_KEY = "another secret key that nobody had before" * 2  # type: ignore[attr-defined]  # pytest-django's
    operations.revoke(badge=badge, by=esra, reason="x", now=NOW)
    assert IssuerKey.objects.count() == 1


def test_what_others_need_to_check_is_public(
    academy: Academy, esra: Person, marit: Person, connecting: Competency
) -> None:
    badge = badge_for(reached(esra, connecting, marit))
    document = json.loads(Client().get("/apeldoorn/did.json").content)
    assert document["id"] == json.loads(badge.credential)["issuer"]["id"]
    answer = Client().get(f"/apeldoorn/badges/ingetrokken/{badge.status_list.number}/")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert (
        "Vakhuis Apeldoorn ondertekent badges" in Client().get("/apeldoorn/badges/uitgever/").content.decode()
    )
    profile = Client().get("/apeldoorn/badges/uitgever/", headers={"accept": "application/ld+json"})
    assert json.loads(profile.content)["type"] == ["Profile"]
    assert Client().get("/apeldoorn/badges/7f6f0000-0000-4000-8000-000000000000/").status_code == 404


INTREKKEN = "/apeldoorn/coordinatie/badges/intrekken/"
VRIJGEVEN = "/apeldoorn/coordinatie/badges/vrijgeven/"


def test_a_badge_that_the_academy_took_back_is_not_offered_until_it_lifts_that(
    esra: Person, marit: Person, esras: Client, connecting: Competency
) -> None:
    level = reached(esra, connecting, marit)
    badge = badge_for(level)
    jeroen = people.signed_in(people.person("Jeroen", "Timmer", roles=(Role.COORDINATOR,)))
    number = str(badge.uuid)
    jeroen.post(INTREKKEN, {"number": number, "reason": "Verkeerd stuk."})
    mine = esras.get(MINE).content.decode()
    assert "De academie trok hem in op" in mine
    assert "Vraag een badge aan" not in mine
    assert "De academie ondertekende hem en trok hem in" in (
        Client().get(f"/apeldoorn/badges/{badge.uuid}/").content.decode()
    )
    refused = esras.post(f"{MINE}aanvragen/{level.pk}/", {"language": "nl"})
    assert refused.status_code == 422
    assert "als de academie dat toestaat" in refused.content.decode()
    assert jeroen.post(VRIJGEVEN, {"number": number, "reason": ""}).status_code == 422
    assert jeroen.post(VRIJGEVEN, {"number": number, "reason": "Hersteld."}).status_code == 302
    assert "Hersteld." in OutgoingMail.objects.filter(to=esra.email).latest("pk").text
    assert jeroen.post(VRIJGEVEN, {"number": number, "reason": "Nog eens."}).status_code == 422
    assert "Vraag een badge aan" in esras.get(MINE).content.decode()
    assert esras.post(f"{MINE}aanvragen/{level.pk}/", {"language": "nl"}).status_code == 302


def test_a_badge_that_its_holder_gave_back_says_so_and_can_be_asked_again(
    esra: Person, marit: Person, esras: Client, connecting: Competency
) -> None:
    level = reached(esra, connecting, marit)
    badge = badge_for(level)
    esras.post(f"{MINE}{badge.pk}/teruggeven/", {"reason": "Op mijn eigen verzoek."})
    assert "Je gaf hem terug op" in esras.get(MINE).content.decode()
    page = Client().get(f"/apeldoorn/badges/{badge.uuid}/").content.decode()
    assert "de houder gaf hem terug" in page
    jeroen = people.signed_in(people.person("Jeroen", "Timmer", roles=(Role.COORDINATOR,)))
    assert jeroen.post(VRIJGEVEN, {"number": str(badge.uuid), "reason": "x"}).status_code == 422
    assert esras.post(f"{MINE}aanvragen/{level.pk}/", {"language": "nl"}).status_code == 302


def test_after_a_leaked_key_its_holder_hears_of_it_and_asks_for_a_new_badge(
    esra: Person, marit: Person, esras: Client, connecting: Competency
) -> None:
    level = reached(esra, connecting, marit)
    badge_for(level)
    jeroen = people.signed_in(people.person("Jeroen", "Timmer", roles=(Role.COORDINATOR,)))
    jeroen.post("/apeldoorn/coordinatie/badges/sleutel/", {"leaked": "on"})
    assert "Vraag hier een nieuwe badge aan" in OutgoingMail.objects.filter(to=esra.email).latest("pk").text
    assert "Vraag een badge aan" in esras.get(MINE).content.decode()
    assert esras.post(f"{MINE}aanvragen/{level.pk}/", {"language": "nl"}).status_code == 302
    new = Badge.objects.latest("pk")
    assert "Deze badge is geldig" in Client().get(f"/apeldoorn/badges/{new.uuid}/").content.decode()
    assert "Je hebt al een badge" in esras.get(f"{MINE}aanvragen/{level.pk}/").content.decode()


def test_an_earlier_key_can_be_declared_leaked_and_later_ones_stay_believed(
    academy: Academy, esra: Person, marit: Person, connecting: Competency
) -> None:
    level = reached(esra, connecting, marit)
    first = badge_for(level)
    operations.revoke(badge=first, by=esra, reason="x", now=NOW)
    second = badge_for(level)
    operations.renew_key(academy=academy, by=None, now=NOW)
    operations.revoke(badge=second, by=esra, reason="x", now=NOW)
    third = badge_for(level)
    jeroen = people.signed_in(people.person("Jeroen", "Timmer", roles=(Role.COORDINATOR,)))
    address = "/apeldoorn/coordinatie/badges/sleutel/1/gelekt/"
    assert "Wat key-1 ondertekende niet meer vertrouwen?" in jeroen.get(address).content.decode()
    jeroen.post(address)
    assert [key.distrusted_at is None for key in IssuerKey.objects.order_by("number")] == [False, True]
    did = json.loads(Client().get("/apeldoorn/did.json").content)
    assert [one["id"].rpartition("#")[2] for one in did["verificationMethod"]] == ["key-2"]
    assert "Deze badge is geldig" in Client().get(f"/apeldoorn/badges/{third.uuid}/").content.decode()
    jeroen.post(address, follow=True)
    assert IssuerKey.objects.count() == 2
    # The key in use makes way at once.
    jeroen.post("/apeldoorn/coordinatie/badges/sleutel/2/gelekt/")
    assert "telt niet meer" in Client().get(f"/apeldoorn/badges/{third.uuid}/").content.decode()
    assert IssuerKey.objects.filter(retired_at=None).get().number == 3
    assert jeroen.get("/apeldoorn/coordinatie/badges/sleutel/9/gelekt/").status_code == 404
