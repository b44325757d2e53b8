"""Is the database well set up? Its version, roles, policies, migrations, clock and worker."""

import os
from collections.abc import Iterator
from datetime import timedelta

from django.apps import apps
from django.db import DatabaseError, connection
from django.utils import timezone

from vakwerk.commands.findings import Finding, Grade, judge
from vakwerk.foundation.health import pending_migrations, worker_is_there
from vakwerk.foundation.migrating import rights_beyond, rights_lacking
from vakwerk.foundation.tenancy import AcademyOwned
from vakwerk.foundation.work.queries import failures_everywhere

OLDEST = 15
_MOST_DRIFT = timedelta(seconds=5)
_ROLES = "docs/how-to/use-your-own-postgresql.md says which roles to make."


def database_findings() -> Iterator[Finding]:
    """Look at the database; where it does not answer, that is the only finding."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version_num')::int / 10000, current_user, now()")
            version, role, now = cursor.fetchone()
    except DatabaseError as error:
        yield Finding(
            Grade.WRONG, "database", f"does not answer: {str(error).strip()}",
            "Look whether the server runs and DATABASE_URL is right.",
        )  # fmt: skip
        return
    kind = "embedded" if "VAKWERK_EMBEDDED" in os.environ else "external"
    yield judge(
        well=version >= OLDEST,
        subject="database",
        fact=f"{kind} PostgreSQL {version} answers",
        otherwise=f"PostgreSQL {version} is too old",
        advice=f"Vakwerk needs {OLDEST} or later.",
    )
    roles = list(_roles(role))
    yield from roles
    pending = pending_migrations()
    yield judge(
        well=not pending,
        subject="migrations",
        fact="all applied",
        otherwise=f"{len(pending)} to apply, {pending[0] if pending else ''} first",
        advice="Make a backup, then run: vakwerk migrate",
    )
    if not pending:
        yield _policies()
        # Whoever owns the tables may do anything with them; that was said.
        if all(one.grade is Grade.WELL for one in roles):
            yield _rights()
        yield _failures()
    drift = abs(timezone.now() - now)
    yield judge(
        well=drift < _MOST_DRIFT,
        subject="clock",
        fact="agrees with the database's",
        otherwise=f"differs {drift.total_seconds():.0f} seconds from the database's",
        advice="Let both machines keep time with NTP.",
    )
    yield judge(
        well=worker_is_there(),
        subject="worker",
        fact="there is one",
        otherwise="there is none: imports, compositions and mail wait",
        advice="Run vakwerk serve, or vakwerk worker beside it.",
        grade=Grade.REMARK,
    )


def _failures() -> Finding:
    found = failures_everywhere()
    said = "; ".join(
        f"{one.academy}: {one.jobs} tasks and {one.letters} letters failed, {one.doubted} letters perhaps sent"
        for one in found[:5]
    )
    more = f"; and in {len(found) - 5} academies more" if len(found) > 5 else ""
    return judge(
        well=not found,
        subject="background work",
        fact="nothing failed",
        otherwise=f"{said}{more}",
        advice="Manage > Tasks and Manage > Outgoing mail of the academy say why, and have it done again.",
        grade=Grade.REMARK,
    )


def _roles(role: str) -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls, rolcreaterole OR rolreplication FROM pg_roles"
            " WHERE rolname = current_user"
        )
        passes_policies, may_rise = cursor.fetchone()
        # Member is enough: whoever is may become the owner at any moment.
        cursor.execute(
            "SELECT count(*) FROM pg_tables"
            " WHERE schemaname = 'public' AND pg_has_role(current_user, tableowner, 'MEMBER')"
        )
        owned = cursor.fetchone()[0]
    yield judge(
        well=not passes_policies,
        subject="role",
        fact=f"{role} cannot pass row-level security",
        otherwise=f"{role} is superuser or may bypass row-level security: academies are not closed off",
        advice=f"Connect as a plain role. {_ROLES}",
    )
    yield judge(
        well=owned == 0,
        subject="role",
        fact=f"{role} owns no tables",
        otherwise=f"{role} owns {owned} tables, or may become their owner, so a fault in Vakwerk could change anything",
        advice=f"Let another role own them, in DATABASE_OWNER_URL. {_ROLES}",
    )
    if may_rise:
        yield Finding(
            Grade.WRONG, "role", f"{role} may create roles or copy the whole server",
            f"ALTER ROLE {role} NOCREATEROLE NOREPLICATION. {_ROLES}",
        )  # fmt: skip


def _policies() -> Finding:
    tables = {model._meta.db_table for model in apps.get_models() if issubclass(model, AcademyOwned)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class JOIN pg_policies ON tablename = relname AND policyname = 'own_academy'"
            " WHERE relrowsecurity AND relforcerowsecurity AND schemaname = 'public'"
        )
        closed = {row[0] for row in cursor.fetchall()}
    open_tables = sorted(tables - closed)
    return judge(
        well=not open_tables,
        subject="academies",
        fact=f"all {len(tables)} tables are closed to other academies",
        otherwise=f"open to other academies: {', '.join(open_tables)}",
        advice="Was this database restored or changed by hand? Restore a backup with vakwerk restore.",
    )


def _rights() -> Finding:
    lacking, beyond = rights_lacking(), rights_beyond()
    return judge(
        well=not lacking and not beyond,
        subject="rights",
        fact="the application cannot write academies or regions, and can only add to the audit trail",
        otherwise=f"too few: {_some(lacking)}; too many: {_some(beyond)}",
        advice=(
            "Run vakwerk migrate, which grants what is right and revokes the rest; rights that remain come from a role"
            " that the application is a member of."
        ),
    )


def _some(names: list[str]) -> str:
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return (", ".join(names[:5]) or "none") + more
