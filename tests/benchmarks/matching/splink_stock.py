"""Splink as a careful user writes it from its own guide: clean columns, its ready comparisons, training as recommended."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import splink.comparison_library as compare
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

from tests.benchmarks.matching.contender import Found

logging.disable(logging.WARNING)
# What anybody would null before matching: values that are typed to get past a form.
_CLEAN = """
    CREATE TABLE people AS
    WITH named AS (
        SELECT *, CASE WHEN name LIKE '%,%' THEN trim(split_part(name, ',', 2)) ELSE trim(split_part(name, ' ', 1)) END AS given,
            CASE WHEN name LIKE '%,%' THEN trim(split_part(name, ',', 1)) ELSE trim(regexp_replace(name, '^\\S+', '')) END AS family,
            right(regexp_replace(phone, '\\D', '', 'g'), 10) AS digits, lower(trim(email)) AS mail
        FROM raw
    )
    SELECT customer_id::BIGINT AS unique_id,
        nullif(lower(trim(coalesce(nullif(first_name, ''), given))), '') AS first,
        nullif(lower(trim(coalesce(nullif(last_name, ''), family))), '') AS last,
        CASE WHEN length(digits) = 10 AND digits NOT IN ('1234567890', repeat(digits[1], 10)) THEN digits END AS phone,
        CASE WHEN mail LIKE '%_@_%.%' AND NOT regexp_matches(mail, '^(none|no|na|test|noemail|unknown)@') THEN mail END AS email,
        nullif(regexp_replace(lower(trim(address)), '[.,#]', '', 'g'), '') AS address,
        nullif(lower(trim(city)), '') AS city,
        nullif(lower(replace(zip, ' ', '')), '') AS zip,
        nullif(birth_date, '') AS birth
    FROM named
"""
_LARGEST_TOWN = 20  # rows on average
_COLUMNS = ("first_name", "last_name", "name", "phone", "email", "address", "city", "zip", "birth_date")


class Source:
    """A set as Splink's database holds it."""

    def __init__(self, folder: Path) -> None:
        """Read the file; columns that it lacks are blank."""
        self.connection = duckdb.connect()
        file = folder / "customers.csv"
        self.done(f"CREATE TABLE raw AS FROM read_csv('{file}', all_varchar=true, header=true, delim=',', quote='\"')")
        known = {row[0] for row in self.done("DESCRIBE raw")}
        for column in known:
            self.done(f"UPDATE raw SET {column} = '' WHERE {column} IS NULL")
        for column in set(_COLUMNS) - known:
            self.done(f"ALTER TABLE raw ADD COLUMN {column} VARCHAR DEFAULT ''")

    def __len__(self) -> int:
        """Count the rows."""
        return int(self._value("SELECT count(*) FROM raw"))

    def has(self, column: str) -> bool:
        """Tell whether a cleaned column has any value."""
        return bool(self._value(f"SELECT count({column}) FROM people"))

    def distinct(self, column: str) -> int:
        """Count a cleaned column's values."""
        return int(self._value(f"SELECT count(DISTINCT {column}) FROM people"))

    def done(self, sql: str) -> list[Any]:
        """Run a statement to its end, which frees the connection for the next."""
        return list(self.connection.execute(sql).fetchall())

    def _value(self, sql: str) -> Any:
        return self.done(sql)[0][0]


def read(folder: Path) -> Source:
    """Read a set's file into DuckDB."""
    return Source(folder)


def clean(source: Source) -> Source:
    """Clean the columns in SQL."""
    source.done(_CLEAN)
    return source


def match(source: Source) -> Found:
    """Train by expectation maximisation and give every pair that the blocking rules propose."""
    linker = Linker(DuckDBAPI(source.connection).register("people"), _settings(source))
    _train(linker, source)
    columns = source.connection.execute(
        f"SELECT unique_id_l, unique_id_r, match_probability FROM {linker.inference.predict().physical_name}"
    ).fetchnumpy()
    left, right = columns["unique_id_l"].astype(np.int64), columns["unique_id_r"].astype(np.int64)
    score = columns["match_probability"].astype(np.float64)
    return Found(np.minimum(left, right), np.maximum(left, right), score, np.full(len(left), ""))


def _settings(source: Source) -> SettingsCreator:
    comparisons: dict[str, Any] = {
        "first": compare.NameComparison("first").configure(term_frequency_adjustments=True),
        "last": compare.NameComparison("last").configure(term_frequency_adjustments=True),
        "phone": compare.LevenshteinAtThresholds("phone", 1).configure(term_frequency_adjustments=True),
        "email": compare.EmailComparison("email").configure(term_frequency_adjustments=True),
        "address": compare.JaroWinklerAtThresholds("address", [0.95, 0.85]).configure(term_frequency_adjustments=True),
        "city": compare.ExactMatch("city").configure(term_frequency_adjustments=True),
        "zip": compare.LevenshteinAtThresholds("zip", 1),
        "birth": compare.LevenshteinAtThresholds("birth", [1, 2]),
    }
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[made for column, made in comparisons.items() if source.has(column)],
        blocking_rules_to_generate_predictions=_blocks(source),
        retain_matching_columns=False,
    )


def _blocks(source: Source) -> list[Any]:
    """Give the blocking rules that one reads off the columns; town and postal code only where both part the people finely."""
    columns = [("phone",), ("email",), ("birth",), ("first", "last"), ("last", "zip"), ("first", "zip"), ("address",)]
    if source.distinct("city") > len(source) / _LARGEST_TOWN:
        columns += [("city", "zip"), ("first", "city"), ("last", "city")]
    rules = [block_on(*block) for block in columns if all(source.has(column) for column in block)]
    return [*rules, "l.first = r.last AND l.last = r.first"]


def _train(linker: Any, source: Source) -> None:
    contact = [column for column in ("email", "phone", "birth") if source.has(column)]
    certain = [block_on("first", "last", column) for column in contact]
    linker.training.estimate_probability_two_random_records_match(certain, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for block in (("first", "last"), contact[:1]):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*block))
