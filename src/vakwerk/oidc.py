"""With which accounts of their own organisation can people sign in? Reads it from the environment."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from vakwerk import environment as env


def providers() -> dict[str, Any]:
    """Return allauth's settings for the OpenID Connect provider, or nothing where no issuer is named.

    :raises ImproperlyConfigured: when the issuer is no address, or there is no client to be known by.
    """
    issuer = env.web_address("VAKWERK_OIDC_ISSUER")
    if not issuer:
        return {}
    client_id = env.text("VAKWERK_OIDC_CLIENT_ID")
    if not client_id:
        message = "VAKWERK_OIDC_ISSUER is set, so VAKWERK_OIDC_CLIENT_ID must be too."
        raise ImproperlyConfigured(message)
    return {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": env.text("VAKWERK_OIDC_NAME", "OpenID Connect"),
                    "client_id": client_id,
                    "secret": env.text("VAKWERK_OIDC_CLIENT_SECRET"),
                    "settings": {
                        "server_url": issuer,
                        # For providers that never say email_verified: take their word for these domains.
                        "verified_email": env.words("VAKWERK_OIDC_VERIFIED_DOMAINS"),
                    },
                }
            ],
        }
    }
