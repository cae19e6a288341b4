"""The data dictionary."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from aiop.audit.dictionary import dictionary


def test_the_committed_dictionary_says_what_the_models_say() -> None:
    committed = Path(settings.BASE_DIR, "docs", "dictionary.md").read_text(encoding="utf-8")
    assert committed == dictionary(), "run `python3 manage.py dictionary --write` and commit docs/dictionary.md"


def test_the_dictionary_names_type_meaning_choices_and_target_of_a_column() -> None:
    page = dictionary()
    assert "### `crm_job` (*of an organisation, recorded*)" in page
    assert "| `customer_id` | bigint, may be null | A row of `crm_customer`. |" in page
    assert "| `kind` | varchar(16) | One of `edit`, `load`, `link`, `merge`, `undo`, `system`. |" in page


def test_the_command_prints_the_page() -> None:
    out = StringIO()
    call_command("dictionary", stdout=out)
    assert out.getvalue() == dictionary()
