"""How is a letter handed to the mail server, and what do we know of it when that is cut off?

In SMTP the text of a letter goes last. Until it goes, nothing was sent; once it goes, only the server's answer tells.
"""

import smtplib
from typing import Any

from django.core.mail.backends import smtp

_REFUSALS = range(400, 600)


class PerhapsSentError(OSError):
    """The server got the text of a letter, or a part of it, and did not say whether it keeps it."""


class _Noticing:
    """Notice from when on the server may have a letter."""

    may_have_it = False

    def mail(self, *arguments: Any, **options: Any) -> Any:
        self.may_have_it = False
        return super().mail(*arguments, **options)  # type: ignore[misc]  # of the SMTP that this is mixed into

    def send(self, s: Any) -> None:
        # Commands are sent as text; bytes are a letter.
        self.may_have_it = self.may_have_it or isinstance(s, bytes)
        super().send(s)  # type: ignore[misc]


class _Plain(_Noticing, smtplib.SMTP):
    """A connection that is open to read, until it says STARTTLS."""


class _Encrypted(_Noticing, smtplib.SMTP_SSL):
    """A connection that is encrypted from its first byte."""


class EmailBackend(smtp.EmailBackend):
    """Django's own, except that it tells a letter that was not sent from one that perhaps was.

    :raises PerhapsSentError: when the connection is lost, or the answer makes no sense, once the text goes.
    """

    @property
    def connection_class(self) -> Any:
        """Return what the dialogue is held with."""
        return _Encrypted if self.use_ssl else _Plain

    def _send(self, email_message: Any) -> bool:
        try:
            return bool(super()._send(email_message))  # type: ignore[misc]  # its stubs leave it out
        except OSError as error:
            server: Any = self.connection
            if server.may_have_it and getattr(error, "smtp_code", None) not in _REFUSALS:
                raise PerhapsSentError(str(error)) from error
            raise
