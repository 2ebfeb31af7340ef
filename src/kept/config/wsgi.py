"""The door for web servers without live streams: `gunicorn kept.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

from .serving import end_with_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")

application = get_wsgi_application()
end_with_server()
