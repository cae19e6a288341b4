"""Entry point of web servers."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aiop.settings")
application = get_wsgi_application()

# What is loaded by now stays as long as the process. Looked through for cycles with every few dozen pages, it would hold
# one of them up for a quarter of a second.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
