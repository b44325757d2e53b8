"""Say of which address the links are, and of which addresses the accounts are.

A link that was not used yet keeps working where the address of its account is proven, or nobody was in yet. Others
may have been made for another address; their readers ask for a new one. An account whose address was never proven,
while another one is, stands by the proven one: mail went nowhere else. Addresses that were only typed become claims.
"""

from django.db import migrations

from vakwerk.foundation.tenancy import ACADEMY_SETTING

LINKS = """
    UPDATE people_signinlink AS link SET email = account.email FROM people_account AS account
    WHERE account.id = link.account_id AND (
        account.last_login IS NULL OR EXISTS (
            SELECT FROM account_emailaddress AS one
            WHERE one.user_id = account.id AND one.email = account.email AND one.verified
        )
    )
"""
ACCOUNTS = """
    UPDATE people_account AS account SET email = proven.email FROM (
        SELECT DISTINCT ON (user_id) user_id, email FROM account_emailaddress
        WHERE verified ORDER BY user_id, "primary" DESC, id
    ) AS proven
    WHERE proven.user_id = account.id
    AND NOT EXISTS (
        SELECT FROM account_emailaddress AS one
        WHERE one.user_id = account.id AND one.email = account.email AND one.verified
    )
    AND NOT EXISTS (SELECT FROM people_account AS other WHERE lower(other.email) = proven.email)
"""
PRIMARY_OFF = """
    UPDATE account_emailaddress AS one SET "primary" = false FROM people_account AS account
    WHERE account.id = one.user_id AND one."primary" AND one.email <> account.email
"""
PRIMARY_ON = """
    UPDATE account_emailaddress AS one SET "primary" = true FROM people_account AS account
    WHERE account.id = one.user_id AND NOT one."primary" AND one.email = account.email
"""
CLAIMS = """
    INSERT INTO people_addressclaim (account_id, email, made_at)
    SELECT one.user_id, one.email, now() FROM account_emailaddress AS one
    JOIN people_account AS account ON account.id = one.user_id
    WHERE NOT one.verified AND one.email <> account.email
"""
NO_CLAIMS = """
    DELETE FROM account_emailaddress AS one USING people_account AS account
    WHERE account.id = one.user_id AND NOT one.verified AND one.email <> account.email
"""
# As before: among the addresses, unproven.
ADDRESSES = """
    INSERT INTO account_emailaddress (user_id, email, verified, "primary")
    SELECT claim.account_id, claim.email, false, false FROM people_addressclaim AS claim
    WHERE NOT EXISTS (
        SELECT FROM account_emailaddress AS one
        WHERE one.user_id = claim.account_id AND lower(one.email) = lower(claim.email)
    )
"""


def _invitations() -> str:
    return f"""
        UPDATE people_invitation AS invitation SET sent_to = person.email FROM people_person AS person
        WHERE person.id = invitation.person_id AND person.academy_id = {ACADEMY_SETTING}
    """  # noqa: S608 - no input


def forwards(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Fill in the addresses."""
    with schema_editor.connection.cursor() as cursor:
        for statement in (LINKS, ACCOUNTS, PRIMARY_OFF, PRIMARY_ON, CLAIMS, NO_CLAIMS):
            cursor.execute(statement)
        cursor.execute("SELECT id FROM foundation_academy")
        # The policies bind the owner of the tables too.
        for (academy_id,) in cursor.fetchall():
            cursor.execute("SELECT set_config('vakwerk.academy', %s, true)", [str(academy_id)])
            cursor.execute(_invitations())
        cursor.execute("SELECT set_config('vakwerk.academy', '', true)")


def backwards(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Put the addresses that were only typed back; the links and accounts are right for the code of before."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(ADDRESSES)
        cursor.execute("DELETE FROM people_addressclaim")


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_bind_links_to_addresses"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
