"""Decisions about units and job types as files, in and out: one row a period."""

from __future__ import annotations

import datetime as dt

from aiop.loading.kind import Derived, Field, Kind, Parent
from aiop.values.blank import text
from aiop.values.dates import date
from aiop.values.errors import BadValue
from aiop.values.numbers import boolean, integer, long_integer, plain_digits
from servicetitan.intake.columns import moments
from servicetitan.intake.parsers import verbatim
from servicetitan.models import JobTypeList, JobTypeListMember, ReportingUnit, UnitMapping, UnitRole
from servicetitan.models.curation import BEGINNING
from servicetitan.spelling import name_key


def _since(t: str) -> dt.date:
    """Read the first day; blank is since ever."""
    return date(t, "YMD") or BEGINNING


def _until(t: str) -> dt.date | None:
    return date(t, "YMD")


def _role(t: str) -> str | None:
    word = (text(t) or "").lower()
    if word not in UnitRole.values:
        raise BadValue(f"is none of {', '.join(UnitRole.values)}")
    return word


def _subject(source_id: str, name: str) -> str | None:
    """Give the id, or the compared name where there is no id yet."""
    return plain_digits(source_id.strip()) or name_key(name)


def _blank(t: str) -> str:
    return text(t) or ""


_DECISION = (
    Field("valid_from", ("from",), _since, required=True, is_date=True),
    Field("valid_until", ("until",), _until, is_date=True),
    Field("decided_by", ("by",), _blank),
    Field("decided_at", ("decidedAt",), moments, in_setting=True, is_date=True),
    Field("reason", ("reason",), _blank),
)

REPORTING_UNITS = Kind(
    name="st_reporting_units",
    title="Reporting units",
    model=ReportingUnit,
    key=("key",),
    order=340,
    date_order="YMD",
    fields=(
        Field("key", ("reportingUnitKey",), text, required=True),
        Field("label", ("reportingUnitLabel",), text, required=True),
        Field("role", ("role",), _role, required=True),
        Field("region_key", ("region",), text, required=True),
        Field("region_label", ("regionLabel",), text, required=True),
        Field("position", ("position",), lambda t: integer(t) or 100),
    ),
)
UNIT_MAPPINGS = Kind(
    name="st_unit_mappings",
    title="Unit mappings",
    model=UnitMapping,
    key=("subject", "valid_from"),
    order=350,
    date_order="YMD",
    fields=(
        Field("unit_source_id", ("businessUnitId",), long_integer),
        Field("unit_name", ("businessUnit",), verbatim),
        Field("unit_key", ("businessUnit",), name_key, dumped=False),
        Field("unit_active", ("businessUnitActive",), boolean),
        Field("reporting_key", ("reportingUnitKey",), text),
        Field("role", ("role",), _role, required=True),
        Field("region_key", ("region",), _blank),
        *_DECISION,
    ),
    derived=(Derived("subject", ("unit_source_id", "unit_name"), _subject, needed=("unit_name",)),),
    parents=(Parent("reporting_unit_id", ReportingUnit, (("key", "reporting_key"),)),),
    settle=(
        (
            "reporting_unit_id",
            '(SELECT p.id FROM "servicetitan_reportingunit" p WHERE p.org_id = t.org_id AND p.key = s.reporting_key)',
        ),
    ),
)
JOB_TYPE_LIST_NAMES = Kind(
    name="st_job_type_list_names",
    title="Lists of job types",
    model=JobTypeList,
    key=("key",),
    order=340,
    date_order="YMD",
    fields=(
        Field("key", ("list",), text, required=True),
        Field("label", ("listLabel",), text, required=True),
        Field("purpose", ("purpose",), text),
        Field("hint", ("hint",), text),
    ),
)
JOB_TYPE_LISTS = Kind(
    name="st_job_type_lists",
    title="Job types on lists",
    model=JobTypeListMember,
    key=("list_key", "subject", "valid_from"),
    order=350,
    date_order="YMD",
    fields=(
        Field("list_key", ("list",), text, required=True),
        Field("job_type_source_id", ("jobTypeId",), long_integer),
        Field("spelling", ("jobType",), verbatim),
        Field("spelling_key", ("jobType",), name_key, dumped=False),
        Field("type_active", ("jobTypeActive",), boolean),
        *_DECISION,
    ),
    derived=(Derived("subject", ("job_type_source_id", "spelling"), _subject, needed=("spelling",)),),
    parents=(Parent("list_id", JobTypeList, (("key", "list_key"),)),),
)
