"""Is the place well set up? The settings, keys, mail server, disk and files of this machine."""

import os
import shutil
import smtplib
import stat
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders

from vakwerk.commands.findings import Finding, Grade, judge
from vakwerk.environment import data_dir

_MAIL_SECONDS = 5
_LEAST_DISK = 1024**3


def place_findings() -> Iterator[Finding]:
    """Look at everything but the database."""
    yield from _configuration()
    yield from _keys()
    yield _mail()
    yield _disk()
    yield _static_files()


def _configuration() -> Iterator[Finding]:
    yield judge(
        well=not settings.DEBUG,
        subject="configuration",
        fact="debugging is off",
        otherwise="VAKWERK_DEBUG is on: error pages show settings and personal data",
        advice="Switch it off wherever others than developers can come.",
        grade=Grade.REMARK if settings.DEMO else Grade.WRONG,
    )
    host = urlsplit(settings.BASE_URL).hostname or ""
    local = host in {"127.0.0.1", "localhost", "::1"}
    yield judge(
        well=settings.SECURE or local,
        subject="address",
        fact=settings.BASE_URL,
        otherwise=f"{settings.BASE_URL} has no TLS: passwords cross the network readable",
        advice="Put a proxy with TLS in front, and set VAKWERK_BASE_URL to https://… and VAKWERK_BEHIND_PROXY=1.",
    )
    yield judge(
        well=local or host in settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS,
        subject="address",
        fact="its host is allowed",
        otherwise=f"{host} is not in VAKWERK_ALLOWED_HOSTS: every page answers 400",
        advice=f"Add {host} to VAKWERK_ALLOWED_HOSTS.",
    )
    yield judge(
        well=not (settings.DEMO and not local),
        subject="demo",
        fact="off" if not settings.DEMO else "on, for this machine only",
        otherwise="VAKWERK_DEMO is on: anybody can sign in as anybody",
        advice="Use it for demo data only, never beside real people.",
        grade=Grade.REMARK,
    )


def _keys() -> Iterator[Finding]:
    file = data_dir() / "secret-key"
    if not file.exists():
        yield Finding(Grade.WELL, "secret key", "from the environment")
        return
    mode = stat.S_IMODE(file.stat().st_mode)
    yield judge(
        well=mode & 0o077 == 0,
        subject="secret key",
        fact="only its owner can read it; it is not in backups, so keep a copy elsewhere",
        otherwise=f"others can read {file.name} (mode {mode:o})",
        advice=f"chmod 600 {file}",
    )


def _mail() -> Finding:
    if settings.DEMO:
        return Finding(Grade.WELL, "mail", "kept in the outbox page, since this is a demo")
    where = f"{settings.EMAIL_HOST} port {settings.EMAIL_PORT}"
    kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    try:
        with kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=_MAIL_SECONDS) as server:
            if settings.EMAIL_USE_TLS:
                server.starttls()
            if settings.EMAIL_HOST_USER:
                server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except (OSError, smtplib.SMTPException) as error:
        return Finding(
            Grade.WRONG,
            "mail",
            f"{where} does not take mail from us: {error}",
            "Set VAKWERK_EMAIL_HOST and what belongs to it; until then invitations and sign-in links wait.",
        )
    return Finding(Grade.WELL, "mail", f"{where} answers")


def _disk() -> Finding:
    free = shutil.disk_usage(data_dir()).free
    return judge(
        well=free > _LEAST_DISK and os.access(data_dir(), os.W_OK),
        subject="disk",
        fact=f"{free / 1024**3:.0f} GiB free for {data_dir()}",
        otherwise=f"{free / 1024**2:.0f} MiB free for {data_dir()}, or not writable",
        advice="Make room or choose another folder with VAKWERK_DATA_DIR: PostgreSQL stops when the disk is full.",
    )


def _static_files() -> Finding:
    return judge(
        well=finders.find("vakwerk/vakwerk.css") is not None,
        subject="static files",
        fact="the stylesheet is there",
        otherwise="vakwerk.css is missing: pages have no shape",
        advice="Install Vakwerk again from its wheel.",
    )
