"""The Celery app; settings come from Django's, tasks from each app's `tasks.py`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aiop.settings")
app = Celery("aiop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
