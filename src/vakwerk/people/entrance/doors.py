"""Which of allauth's addresses are open? Only those named here; what a new version adds stays closed until it is."""

from collections.abc import Iterator
from typing import Final, NoReturn

from allauth import urls as allauth_urls
from django.http import Http404, HttpRequest
from django.urls import URLPattern, URLResolver

OPEN: Final = {
    "account_login": "signs in by password; an address that was not proven has none",
    "account_logout": "ends one's own session",
    "account_inactive": "says that an account is closed",
    "account_signup": "says that nobody makes an account by themselves, and makes none",
    "account_reauthenticate": "asks who is signed in for their password again",
    "account_change_password": "changes one's own password, with the old one",
    "account_set_password": "gives one's own account a password",
    "account_reset_password": "mails the owner of an address, and tells nobody who that is",
    "account_reset_password_done": "says the same to everybody",
    "account_reset_password_from_key": "whoever has the secret from the mail, once",
    "account_reset_password_from_key_done": "says the same to everybody",
    "account_request_login_code": "mails the owner of an address a code",
    "mfa_index": "shows one's own second steps",
    "mfa_authenticate": "asks for the second step while signing in",
    "mfa_reauthenticate": "asks for one's own second step again",
    "mfa_activate_totp": "adds an app to one's own account, after signing in again",
    "mfa_deactivate_totp": "removes it, after signing in again",
    "mfa_view_recovery_codes": "shows one's own codes, after signing in again",
    "mfa_generate_recovery_codes": "makes new ones, after signing in again",
    "mfa_download_recovery_codes": "gives one's own codes, after signing in again",
    "mfa_list_webauthn": "shows one's own passkeys",
    "mfa_add_webauthn": "adds one to one's own account, after signing in again",
    "mfa_reauthenticate_webauthn": "asks for one's own passkey again",
    "mfa_remove_webauthn": "removes one's own passkey, after signing in again",
    "mfa_edit_webauthn": "names one's own passkey, after signing in again",
    "mfa_login_webauthn": "signs in by passkey",
    "socialaccount_login_cancelled": "says that signing in elsewhere was stopped",
    "socialaccount_login_error": "says that signing in elsewhere failed",
    "socialaccount_connections": "ties an account elsewhere to one's own, or unties it",
    "openid_connect_login": "goes to the organisation's own provider",
    "openid_connect_callback": "comes back from it",
    "usersessions_list": "shows one's own devices, and signs out elsewhere",
}
OURS: Final = {
    "account_email": "addresses.email_addresses: an address counts for nothing before it is proven",
    "account_confirm_email": "addresses.confirm_address: only on the account that the address is added to",
    "account_confirm_login_code": "codes.confirm_code: a code proves the address it was sent to",
}
CLOSED: Final = {
    "account_email_verification_sent": "belongs to signing up",
    "socialaccount_signup": "nobody signs up by themselves",
    "None": "old names of addresses, which lead to others",
}


def closed(request: HttpRequest, **_arguments: object) -> NoReturn:
    """Say that there is nothing here."""
    raise Http404


def _opened(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern | URLResolver]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield URLResolver(pattern.pattern, list(_opened(pattern.url_patterns)), pattern.default_kwargs)
        elif pattern.name in OPEN:
            yield pattern
        else:
            yield URLPattern(pattern.pattern, closed, pattern.default_args, pattern.name)


urlpatterns = list(_opened(allauth_urls.urlpatterns))
