"""Let an academy change only its own row, in the database itself. That academies exist stays public.

Not FORCE: the owner founds academies, and keeps them from outside any.
"""

from django.db import migrations

from vakwerk.foundation.tenancy import ACADEMY_SETTING

FORWARDS = f"""
    ALTER TABLE foundation_academy ENABLE ROW LEVEL SECURITY;
    CREATE POLICY known_to_all ON foundation_academy FOR SELECT USING (true);
    CREATE POLICY own_academy ON foundation_academy FOR UPDATE
        USING (id = {ACADEMY_SETTING}) WITH CHECK (id = {ACADEMY_SETTING});
"""
BACKWARDS = """
    DROP POLICY IF EXISTS own_academy ON foundation_academy;
    DROP POLICY IF EXISTS known_to_all ON foundation_academy;
    ALTER TABLE foundation_academy DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0007_keep_own_acts_apart_from_the_trail")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
