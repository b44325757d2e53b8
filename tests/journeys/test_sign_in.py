"""Can people really get in: with a code, with a passkey, with a second step, on a phone, without JavaScript?"""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.running import Vakwerk
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey


def _code(visitor: Visitor) -> str:
    """Read the code from the mail that the demo shows on the page."""
    text = visitor.page.locator(".vw-messages").inner_text()
    found = re.search(r"\b([A-Z0-9]{3,4}-[A-Z0-9]{3,4}|[A-Z0-9]{6})\b", text)
    assert found, text
    return found.group(1)


def _sign_in_with_a_code(visitor: Visitor, email: str, start: str = "/account/login/") -> None:
    visitor.go(start)
    visitor.page.get_by_label("E-mailadres").first.fill(email)
    visitor.press("Stuur me een code")
    visitor.page.get_by_label("Code").fill(_code(visitor))
    visitor.press("Ga verder")


# Each journey as somebody else: one address gets three codes a minute at most.
@pytest.mark.parametrize(
    ("who", "name"), [("visitor", "tom"), ("phone", "esra"), ("without_javascript", "bert")]
)
def test_a_code_by_mail_lets_everybody_in(who: str, name: str, request: pytest.FixtureRequest) -> None:
    someone: Visitor = request.getfixturevalue(who)
    _sign_in_with_a_code(someone, f"{name}@apeldoorn.example")
    expect(someone.page).to_have_url(re.compile(r"/apeldoorn/$"))


def test_every_page_about_signing_in_is_fit_for_everybody(visitor: Visitor) -> None:
    for address in ("/", "/demo/", "/account/login/", "/account/password/reset/", "/account/link/onbekend/"):
        visitor.go(address)
    _sign_in_with_a_code(visitor, "ruud@apeldoorn.example")
    for address in (
        "/",
        "/account/",
        "/account/email/",
        "/account/password/set/",
        "/account/sessions/",
        "/account/2fa/",
        "/account/2fa/totp/activate/",
        "/account/2fa/webauthn/",
        "/account/2fa/webauthn/add/",
        "/account/logout/",
        "/apeldoorn/mijn-gegevens/logboek/",
        "/apeldoorn/beheer/post/",
        "/privacy/",
        "/toegankelijkheid/",
        "/hulp/",
    ):
        visitor.go(address)


def test_a_passkey_signs_in_without_mail_or_password(visitor: Visitor, vakwerk: Vakwerk) -> None:
    page = visitor.page
    # Passkeys belong to a name, not to a number: browsers refuse them for 127.0.0.1.
    home = vakwerk.address.replace("127.0.0.1", "localhost")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    _sign_in_with_a_code(visitor, "gea@hattem.example", f"{home}/account/login/")
    visitor.go(f"{home}/account/2fa/webauthn/add/")
    page.get_by_label("Naam van deze sleutel").fill("Mijn telefoon")
    page.get_by_role("button", name="Voeg toe").click()
    # First the recovery codes, for when the device is gone.
    expect(page.get_by_role("heading", level=1)).to_have_text("Herstelcodes")
    visitor.look_over()
    visitor.go(f"{home}/account/2fa/webauthn/")
    visitor.sees("Mijn telefoon")
    visitor.go(f"{home}/account/logout/")
    page.locator("main").get_by_role("button", name="Uitloggen").click()
    visitor.go(f"{home}/account/login/")
    page.get_by_role("button", name="Inloggen met een toegangssleutel").click()
    expect(page).to_have_url(re.compile(r"/apeldoorn/$"))
    # Clear away, so that others can be Gea without the key.
    visitor.go(f"{home}/account/2fa/webauthn/")
    page.get_by_role("link", name="Haal weg").first.click()
    visitor.look_over()
    page.get_by_role("button", name="Gebruik mijn toegangssleutel").click()
    page.get_by_role("button", name="Haal weg").click()
    visitor.sees("De toegangssleutel is weggehaald")
