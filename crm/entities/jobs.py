"""Duplicate jobs: one job exported twice is marked, never moved; two jobs of one quote are two jobs."""

from __future__ import annotations

from aiop.identity.entity import Entity, Source
from crm.models import Job

JOBS = Entity(
    name="jobs",
    title="Job",
    plural="Jobs",
    model=Job,
    matcher="jobs",
    sources=(
        Source(
            0,
            Job,
            "job",
            {
                "number": "coalesce(r.job_number, r.job_id)",
                "quote": "r.quote_number",
                "customer": "r.name_key",
                "contact": "coalesce(r.email_key, r.phone_key)",
                "date": "r.job_date::text",
                "start": "r.start_at::text",
                "made": "r.quote_created_date::text",
                "type": "r.job_type",
                "status": "r.status_text",
                "charge": "coalesce(r.total_actual_cost, r.total_estimated_cost)::text",
                "from": "r.origin_address",
                "to": "r.destination_address",
                "from_city": "r.origin_city",
                "to_city": "r.destination_city",
            },
            where="NOT r.is_test AND (NOT r.is_duplicate OR r.merged_into_id IS NOT NULL)",
        ),
    ),
    file_id="r.job_id",
    marks={"is_duplicate": ("true", "false")},
    worth="""
        SELECT id, coalesce(total_actual_cost, total_estimated_cost, 0) FROM crm_job
        WHERE org_id = %(org)s AND NOT is_test
    """,
)
