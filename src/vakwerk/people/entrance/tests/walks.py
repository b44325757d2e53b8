"""How do tests walk the ways in? As the reader of a mail does, or as somebody who is none."""

import re
from urllib.parse import urlsplit

from django.core import mail
from django.test import Client

from vakwerk.people import sign_in
from vakwerk.people.models import Account

ESRA = "esra@apeldoorn.example"
WENDY = "wendy@apeldoorn.example"
PASSWORD = "een lange zin met vier eenden"


def link_for(account: Account, **how: object) -> str:
    return urlsplit(sign_in.make_link(account=account, **how)).path  # type: ignore[arg-type]


def is_in(account: Account) -> Client:
    """Be signed in by a link from the mail, so with a proven address."""
    client = Client()
    assert client.post(link_for(account)).status_code == 302
    return client


def claims(client: Client, email: str) -> None:
    client.post("/account/email/", {"email": email, "action_add": "yes"})


def proof_in(letter: mail.EmailMessage) -> str:
    found = re.search(r"/account/confirm-email/\S+", str(letter.body))
    assert found, letter.body
    return found.group()


def code_in(letter: mail.EmailMessage) -> str:
    found = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", str(letter.body), re.MULTILINE)
    assert found, letter.body
    return found.group(1)


def by_code(email: str) -> Client:
    """Sign in as the reader of an address does."""
    client = Client()
    client.post("/account/login/code/", {"email": email})
    client.post("/account/login/code/confirm/", {"code": code_in(mail.outbox[-1])})
    return client


def account_in(client: Client) -> int | None:
    found = client.session.get("_auth_user_id")
    return int(found) if found else None
