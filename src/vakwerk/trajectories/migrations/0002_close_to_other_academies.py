"""Close the tables of this room to other academies, in the database itself."""

from django.db import migrations

from vakwerk.foundation.tenancy import SecureAcademyTable


class Migration(migrations.Migration):
    dependencies = [("trajectories", "0001_initial"), ("people", "0005_add_assessors")]

    operations = [
        SecureAcademyTable("Trajectory"),
        SecureAcademyTable("LearningGoal"),
        SecureAcademyTable("ProofWay"),
        SecureAcademyTable("Activity"),
        SecureAcademyTable("ActivityGoal"),
        SecureAcademyTable("ActivitySource"),
    ]
