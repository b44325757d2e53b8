"""What do all tests share? The database of vakwerk.foundation.tests.database, in place of pytest-django's."""

from vakwerk.foundation.tests.database import django_db_setup

__all__ = ["django_db_setup"]
