"""Close the tables of this room to other academies, in the database itself."""

from django.db import migrations

from vakwerk.foundation.tenancy import SecureAcademyTable


class Migration(migrations.Migration):
    dependencies = [("circles", "0001_initial"), ("people", "0002_close_to_other_academies")]

    operations = [
        SecureAcademyTable("Round"),
        SecureAcademyTable("RoundAudience"),
        SecureAcademyTable("Slot"),
        SecureAcademyTable("SignUp"),
        SecureAcademyTable("SignUpSlot"),
        SecureAcademyTable("Pairing"),
        SecureAcademyTable("Proposal"),
        SecureAcademyTable("Circle"),
        SecureAcademyTable("Seat"),
        SecureAcademyTable("Rearrangement"),
        SecureAcademyTable("Session"),
        SecureAcademyTable("Absence"),
    ]
