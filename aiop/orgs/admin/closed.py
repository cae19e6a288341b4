"""Pages that libraries register over tables which hold every organisation's people or machinery, closed.

Their rows belong to no organisation, so an administrator of one would see those of all. What staff need of them stands
elsewhere: people and passwords under People, where a new password also lifts a lock; the clock under Timetable.
"""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.contrib.auth.models import Group
from django_celery_beat.models import (
    ClockedSchedule,
    CrontabSchedule,
    IntervalSchedule,
    PeriodicTask,
    SolarSchedule,
)

CLOSED = (
    Group,
    EmailAddress,
    Authenticator,
    AccessAttempt,
    AccessFailureLog,
    AccessLog,
    ClockedSchedule,
    CrontabSchedule,
    IntervalSchedule,
    PeriodicTask,
    SolarSchedule,
)

for model in CLOSED:
    if admin.site.is_registered(model):
        admin.site.unregister(model)
