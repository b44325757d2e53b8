from django.db import migrations


class Migration(migrations.Migration):
    """The table of Django's cache in the database, as ``createcachetable`` makes it."""

    dependencies = [("foundation", "0002_close_to_other_academies")]
    operations = [
        migrations.RunSQL(
            [
                """
                CREATE TABLE foundation_cache (
                    cache_key varchar(255) NOT NULL PRIMARY KEY,
                    value text NOT NULL,
                    expires timestamptz NOT NULL
                )
                """,
                "CREATE INDEX foundation_cache_expires ON foundation_cache (expires)",
            ],
            ["DROP TABLE foundation_cache"],
        )
    ]
