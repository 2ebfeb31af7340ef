"""The door for web servers without live streams: `gunicorn kept.config.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from .serving import end_with_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")

application = get_wsgi_application()
gc.freeze()  # what is loaded now stays; looking through it again and again costs each page a tenth
gc.set_threshold(20_000, 20, 50)
end_with_server()
