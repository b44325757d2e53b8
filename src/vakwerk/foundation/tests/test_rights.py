"""Can the application do with each table what it does there, and nothing else? Tried with real statements."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg.errors
import pytest
from django.db import DatabaseError, connection, transaction

from vakwerk.commands.findings import Grade
from vakwerk.commands.findings_database import database_findings
from vakwerk.foundation import rights
from vakwerk.foundation.academies.operations import Settings, change_academy
from vakwerk.foundation.database import APPLICATION_ROLE
from vakwerk.foundation.migrating import grant_rights, rights_beyond, rights_lacking
from vakwerk.foundation.models import Academy
from vakwerk.foundation.rights import Use
from vakwerk.foundation.tenancy import NoAcademyError, in_academy
from vakwerk.foundation.tests.founding import a_region, an_academy, as_owner

pytestmark = pytest.mark.django_db

EVERY, NOT_READ, NONE = frozenset(Use), frozenset({Use.APPEND, Use.WRITE}), frozenset[Use]()
WRITE = frozenset({Use.WRITE})
# A statement on a table and its first column, and with which uses the database lets it be done.
STATEMENTS = {
    "SELECT 1 FROM {table} LIMIT 1": EVERY,
    "INSERT INTO {table} ({column}) SELECT {column} FROM {table} WHERE false": NOT_READ,
    "UPDATE {table} SET {column} = {column} WHERE false": WRITE,
    "DELETE FROM {table} WHERE false": WRITE,
    "TRUNCATE {table}": NONE,
    "SELECT 1 FROM {table} FOR KEY SHARE": WRITE,
    "SELECT 1 FROM {table} FOR SHARE": WRITE,
    "SELECT 1 FROM {table} FOR NO KEY UPDATE": WRITE,
    "SELECT 1 FROM {table} FOR UPDATE": WRITE,
    # What reading and adding rows take themselves, and hold nobody up who reads or adds.
    "LOCK TABLE {table} IN ACCESS SHARE MODE NOWAIT": EVERY,
    "LOCK TABLE {table} IN ROW SHARE MODE NOWAIT": NOT_READ,
    "LOCK TABLE {table} IN ROW EXCLUSIVE MODE NOWAIT": NOT_READ,
    "LOCK TABLE {table} IN SHARE UPDATE EXCLUSIVE MODE NOWAIT": WRITE,
    "LOCK TABLE {table} IN SHARE MODE NOWAIT": WRITE,
    "LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE NOWAIT": WRITE,
    "LOCK TABLE {table} IN EXCLUSIVE MODE NOWAIT": WRITE,
    "LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE NOWAIT": WRITE,
    "REINDEX TABLE {table}": WRITE,
    "ALTER TABLE {table} DISABLE ROW LEVEL SECURITY": NONE,
    "ALTER TABLE {table} ADD COLUMN more integer": NONE,
    "CREATE TRIGGER mine BEFORE INSERT ON {table} EXECUTE FUNCTION suppress_redundant_updates_trigger()": NONE,
    "GRANT SELECT ON {table} TO PUBLIC": NONE,
}


def _may(statement: str) -> bool:
    """Try a statement and undo it; ``False`` when the database says that this role may not."""
    # A right that is there and cannot be passed on is a warning to PostgreSQL, not an error.
    notices: list[str] = []
    connection.ensure_connection()
    heard = notices.append
    connection.connection.add_notice_handler(lambda notice: heard(notice.sqlstate))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            transaction.set_rollback(True)
    except DatabaseError as error:
        # Anything else comes after the question whether it may.
        return not isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege)
    return "01007" not in notices


def _tables() -> dict[str, str]:
    """Return every table with its first column."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, attname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum = 1"
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        )
        return dict(cursor.fetchall())


def test_every_table_has_one_use_and_every_use_a_table() -> None:
    listed = Counter((*rights.ONLY_READ, *rights.ONLY_APPENDED, *rights.WRITTEN))
    assert listed == Counter(_tables().keys())


@pytest.mark.parametrize("table", rights.USES)
def test_the_application_does_with_a_table_what_its_use_says_and_nothing_else(table: str) -> None:
    column = _tables()[table]
    may = {one: _may(one.format(table=f'"{table}"', column=f'"{column}"')) for one in STATEMENTS}
    assert may == {one: rights.USES[table] in uses for one, uses in STATEMENTS.items()}


def test_academies_regions_and_the_trail_are_those_that_it_cannot_write() -> None:
    closed = {table for table, use in rights.USES.items() if use is not Use.WRITE}
    assert {"foundation_academy", "foundation_region", "foundation_auditentry"} <= closed


def test_the_numbers_of_rows_that_it_cannot_write_cannot_be_moved() -> None:
    for table in ("foundation_academy", "foundation_region", "foundation_auditentry"):
        assert not _may(f"SELECT setval('{table}_id_seq', 1)")
    assert not _may("SELECT nextval('foundation_academy_id_seq')")
    assert _may("SELECT nextval('foundation_auditentry_id_seq')")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE foundation_academy SET name = 'Ours'",
        "UPDATE foundation_academy SET region_id = NULL",
        "INSERT INTO foundation_academy (slug, name) VALUES ('ours', 'Ours')",
        "MERGE INTO foundation_academy USING (SELECT 1) one ON true WHEN MATCHED THEN DELETE",
        "DELETE FROM foundation_academy",
        "INSERT INTO foundation_region (slug, name) VALUES ('ours', 'Ours')",
        "UPDATE foundation_region SET name = 'Ours'",
        "DELETE FROM foundation_region",
        "UPDATE foundation_auditentry SET actor_id = NULL",
        "DELETE FROM foundation_auditentry",
        "CREATE TABLE ours (id integer)",
    ],
)
def test_what_is_not_its_business_is_refused_inside_an_academy_too(statement: str) -> None:
    with in_academy(an_academy(region=a_region("veluwe", "Veluwe"))):
        assert not _may(statement)


SETTINGS = Settings(name="Leerhuis", subtitle="Epe", contact_email="epe@epe.example", hue=150, chroma=0.1)


def test_the_door_to_academies_changes_five_facts_of_the_academy_it_runs_for() -> None:
    ours, theirs = an_academy(), an_academy("amsterdam", "Academie aan het Water")
    before = Academy.objects.values().get(pk=ours.pk)
    with in_academy(ours):
        change_academy(academy=ours, settings=SETTINGS, by=1)
    assert Academy.objects.values().get(pk=ours.pk) == before | vars(SETTINGS)
    assert Academy.objects.get(pk=theirs.pk).name == "Academie aan het Water"


def test_the_door_to_academies_is_closed_to_an_academy_that_is_not_the_one_of_the_transaction() -> None:
    ours, theirs = an_academy(), an_academy("amsterdam", "Academie aan het Water")
    with in_academy(ours), pytest.raises(NoAcademyError):
        change_academy(academy=theirs, settings=SETTINGS, by=1)
    with pytest.raises(NoAcademyError):
        change_academy(academy=Academy.objects.get(pk=theirs.pk), settings=SETTINGS, by=1)
    assert set(Academy.objects.values_list("name", flat=True)) == {
        "Vakhuis Apeldoorn",
        "Academie aan het Water",
    }


@contextmanager
def _as_superuser() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE postgres")
        yield
        cursor.execute(f"SET ROLE {APPLICATION_ROLE}")


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _findings(subject: str) -> list[str]:
    """Return what ``vakwerk check`` has to mend about a subject."""
    return [one.fact for one in database_findings() if one.subject == subject and one.grade is Grade.WRONG]


TOO_MANY = {
    "GRANT UPDATE ON foundation_academy TO vakwerk_app": "foundation_academy (UPDATE)",
    "GRANT INSERT, DELETE ON foundation_region TO PUBLIC": "foundation_region (DELETE, INSERT)",
    "GRANT UPDATE (slug) ON foundation_academy TO vakwerk_app": "foundation_academy (UPDATE)",
    "GRANT DELETE ON foundation_auditentry TO PUBLIC": "foundation_auditentry (DELETE)",
    "GRANT MAINTAIN ON foundation_auditentry TO vakwerk_app": "foundation_auditentry (MAINTAIN)",
    "GRANT TRUNCATE, TRIGGER ON people_person TO vakwerk_app": "people_person (TRIGGER, TRUNCATE)",
    "GRANT UPDATE ON SEQUENCE foundation_auditentry_id_seq TO vakwerk_app": "foundation_auditentry_id_seq (UPDATE)",
    "GRANT CREATE ON SCHEMA public TO PUBLIC": "schema public (CREATE)",
    "CREATE FUNCTION door() RETURNS integer LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'": "door (EXECUTE)",
    # As somebody may have set up a server for all that is made in it.
    "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO vakwerk_app; CREATE TABLE newer (id integer)": (
        "newer (DELETE, INSERT, MAINTAIN, REFERENCES, TRIGGER, TRUNCATE, UPDATE)"
    ),
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO PUBLIC; CREATE TABLE newer (id integer)": (
        "newer (DELETE, INSERT, MAINTAIN, REFERENCES, TRIGGER, TRUNCATE, UPDATE)"
    ),
}
TOO_FEW = {
    "REVOKE SELECT ON people_person FROM vakwerk_app": "people_person",
    "REVOKE INSERT ON foundation_auditentry FROM vakwerk_app": "foundation_auditentry",
    "REVOKE EXECUTE ON FUNCTION foundation_change_academy FROM vakwerk_app": "foundation_change_academy",
    # A migration was killed before it granted anything.
    "CREATE TABLE newer (id integer)": "newer",
}


def test_as_it_is_made_nothing_lacks_and_nothing_is_too_many() -> None:
    assert (rights_lacking(), rights_beyond()) == ([], [])
    assert _findings("rights") == _findings("role") == []


@pytest.mark.parametrize(("statement", "found"), TOO_MANY.items(), ids=TOO_MANY)
def test_a_right_too_many_is_found_and_the_next_grant_takes_it_away(statement: str, found: str) -> None:
    with as_owner():
        _run(statement)
    assert rights_beyond() == [found]
    assert _findings("rights") == [f"too few: none; too many: {found}"]
    with as_owner():
        grant_rights()
    assert (rights_lacking(), rights_beyond()) == ([], [])


@pytest.mark.parametrize(("statement", "found"), TOO_FEW.items(), ids=TOO_FEW)
def test_a_right_too_few_is_found_and_the_next_grant_gives_it(statement: str, found: str) -> None:
    with as_owner():
        _run(statement)
    assert rights_lacking() == [found]
    assert _findings("rights") == [f"too few: {found}; too many: none"]
    with as_owner():
        grant_rights()
    assert (rights_lacking(), rights_beyond()) == ([], [])


def test_a_right_that_may_be_passed_on_is_made_one_that_may_not() -> None:
    with as_owner():
        _run("GRANT SELECT ON people_person TO vakwerk_app WITH GRANT OPTION")
    passing = "SELECT has_table_privilege('people_person', 'SELECT WITH GRANT OPTION')"
    with as_owner():
        grant_rights()
    with connection.cursor() as cursor:
        cursor.execute(passing)
        assert cursor.fetchone() == (False,)
    assert rights_lacking() == []


def test_granting_what_is_granted_changes_nothing() -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT sum(xmin::text::bigint) FROM pg_class")
        before = cursor.fetchone()
        grant_rights()
        cursor.execute("SELECT sum(xmin::text::bigint) FROM pg_class")
        assert cursor.fetchone() == before


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("ALTER ROLE vakwerk_app SUPERUSER", "superuser"),
        ("ALTER ROLE vakwerk_app BYPASSRLS", "may bypass row-level security"),
        ("ALTER TABLE people_person OWNER TO vakwerk_app", "owns 1 tables"),
        ("GRANT vakwerk_owner TO vakwerk_app WITH INHERIT FALSE", "may become their owner"),
        ("ALTER ROLE vakwerk_app CREATEROLE", "may create roles"),
        ("ALTER ROLE vakwerk_app REPLICATION", "copy the whole server"),
    ],
)
def test_a_role_that_is_too_mighty_is_found(statement: str, words: str) -> None:
    with _as_superuser():
        _run(statement)
    assert any(words in fact for fact in _findings("role"))


def test_rights_by_way_of_another_role_are_found() -> None:
    with _as_superuser():
        _run("GRANT pg_write_all_data TO vakwerk_app")
    assert "foundation_academy (DELETE, INSERT, UPDATE)" in rights_beyond()
    assert len(_findings("rights")) == 1
