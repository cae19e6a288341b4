"""The one builder of these tests."""

from tests.unit.builders.tally import alone, table

__all__ = ["alone", "table"]
