"""Close the tables of editions to other academies, in the database itself."""

from django.db import migrations

from vakwerk.foundation.tenancy import SecureAcademyTable


class Migration(migrations.Migration):
    dependencies = [("trajectories", "0010_give_trajectories_and_enrol")]

    operations = [
        SecureAcademyTable("Edition"),
        SecureAcademyTable("EditionSession"),
        SecureAcademyTable("Trainer"),
        SecureAcademyTable("MemberSeats"),
        SecureAcademyTable("Enrolment"),
        SecureAcademyTable("Apology"),
        SecureAcademyTable("Attendance"),
        SecureAcademyTable("CodeTry"),
        SecureAcademyTable("Evaluation"),
        SecureAcademyTable("CatalogueEntry"),
        SecureAcademyTable("CatalogueSetting"),
        SecureAcademyTable("CatalogueImport"),
    ]
