"""People's files as a stream of rows; start here: `open_tabular` gives a TabularFile or refuses in plain words."""

from pathlib import Path

from aiop.files.reading.csv_file import CsvFile
from aiop.files.reading.sniffing import is_zip, sniff
from aiop.files.reading.table import BadRow, Batch, ChooseSheet, Limits, Refused, Sheet, TabularFile
from aiop.files.reading.xlsx_file import XlsxFile

__all__ = ["BadRow", "Batch", "ChooseSheet", "Limits", "Refused", "Sheet", "TabularFile", "is_zip", "open_tabular"]


def open_tabular(path: Path, *, sheet: str | None = None, limits: Limits | None = None) -> TabularFile:
    """Open a CSV or XLSX by its content; raises Refused, or ChooseSheet when a workbook holds several tables."""
    bounds = limits or Limits()
    try:
        size = path.stat().st_size
        if size > bounds.file_bytes:
            raise Refused(
                f"The file has {size:,} bytes, and {bounds.file_bytes:,} is the most that is taken: split it."
            )
        return CsvFile(path, bounds) if sniff(path) == "csv" else XlsxFile(path, sheet, bounds)
    except OSError as error:
        raise Refused(f"The file cannot be opened ({error.strerror}): upload it again.") from error
