"""The door for web servers: ``vakwerk.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vakwerk.settings")
application = get_wsgi_application()
