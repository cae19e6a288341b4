"""Percentages by which the United States let property be written off for taxes. Pure.

Source: IRS Publication 946, How To Depreciate Property, Appendix A: Table A-1 (half-year convention), Tables A-2 to A-5
(mid-quarter convention, property placed in service in the first to fourth quarter).
"""

from __future__ import annotations

from decimal import Decimal

_HALF_YEAR = {
    3: "33.33 44.45 14.81 7.41",
    5: "20 32 19.2 11.52 11.52 5.76",
    7: "14.29 24.49 17.49 12.49 8.93 8.92 8.93 4.46",
    10: "10 18 14.4 11.52 9.22 7.37 6.55 6.55 6.56 6.55 3.28",
    15: "5 9.5 8.55 7.7 6.93 6.23 5.9 5.9 5.91 5.9 5.91 5.9 5.91 5.9 5.91 2.95",
    20: "3.75 7.219 6.677 6.177 5.713 5.285 4.888 4.522 4.462 4.461 4.462 4.461 4.462 4.461 4.462 4.461 4.462 4.461 4.462 "
    "4.461 2.231",
}
_MID_QUARTER = {
    1: {
        3: "58.33 27.78 12.35 1.54",
        5: "35 26 15.6 11.01 11.01 1.38",
        7: "25 21.43 15.31 10.93 8.75 8.74 8.75 1.09",
        10: "17.5 16.5 13.2 10.56 8.45 6.76 6.55 6.55 6.56 6.55 0.82",
        15: "8.75 9.13 8.21 7.39 6.65 5.99 5.9 5.91 5.9 5.91 5.9 5.91 5.9 5.91 5.9 0.74",
    },
    2: {
        3: "41.67 38.89 14.14 5.3",
        5: "25 30 18 11.37 11.37 4.26",
        7: "17.85 23.47 16.76 11.97 8.87 8.87 8.87 3.34",
        10: "12.5 17.5 14 11.2 8.96 7.17 6.55 6.55 6.56 6.55 2.46",
        15: "6.25 9.38 8.44 7.59 6.83 6.15 5.91 5.9 5.91 5.9 5.91 5.9 5.91 5.9 5.91 2.21",
    },
    3: {
        3: "25 50 16.67 8.33",
        5: "15 34 20.4 12.24 11.3 7.06",
        7: "10.71 25.51 18.22 13.02 9.3 8.85 8.86 5.53",
        10: "7.5 18.5 14.8 11.84 9.47 7.58 6.55 6.55 6.56 6.55 4.1",
        15: "3.75 9.63 8.66 7.8 7.02 6.31 5.9 5.9 5.91 5.9 5.91 5.9 5.91 5.9 5.91 3.69",
    },
    4: {
        3: "8.33 61.11 20.37 10.19",
        5: "5 38 22.8 13.68 10.94 9.58",
        7: "3.57 27.55 19.68 14.06 10.04 8.73 8.73 7.64",
        10: "2.5 19.5 15.6 12.48 9.98 7.99 6.55 6.55 6.56 6.55 5.74",
        15: "1.25 9.88 8.89 8 7.2 6.48 5.9 5.9 5.9 5.91 5.9 5.91 5.9 5.91 5.9 5.17",
    },
}


def half_year(recovery_years: int) -> tuple[Decimal, ...] | None:
    """Give the per cent of each year under the half-year convention (Table A-1); None where no table is held."""
    return _read(_HALF_YEAR.get(recovery_years))


def mid_quarter(recovery_years: int, quarter: int) -> tuple[Decimal, ...] | None:
    """Give the per cent of each year for what began in a quarter (Tables A-2 to A-5); None where no table is held."""
    return _read(_MID_QUARTER[quarter].get(recovery_years))


def _read(row: str | None) -> tuple[Decimal, ...] | None:
    return None if row is None else tuple(Decimal(part) for part in row.split())
