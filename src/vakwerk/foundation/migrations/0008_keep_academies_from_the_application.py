"""Let the application change what a page offers of its own academy, and no other way to write academies.

Its role may only read academies and regions (``rights.py``). ``SECURITY DEFINER``: the function runs as the owner of
the tables, so it does this one thing, for the academy of the transaction, and finds its table by its full name.
"""

from django.db import migrations

SIGNATURE = "foundation_change_academy(text, text, text, float8, float8)"


class Migration(migrations.Migration):
    dependencies = [("foundation", "0007_keep_own_acts_apart_from_the_trail")]

    operations = [
        migrations.RunSQL(
            [
                """
                CREATE FUNCTION foundation_change_academy(
                    name text, subtitle text, contact_email text, hue float8, chroma float8
                ) RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
                    UPDATE public.foundation_academy
                    SET name = $1, subtitle = $2, contact_email = $3, hue = $4, chroma = $5
                    WHERE id = NULLIF(current_setting('vakwerk.academy', true), '')::bigint
                    RETURNING id
                $$
                """,
                f"REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC",
            ],
            [f"DROP FUNCTION {SIGNATURE}"],
        )
    ]
