"""Reads a workbook with openpyxl, which knows nothing of how it was written, and prints it as JSON."""
import json
import sys
from datetime import datetime

from openpyxl import load_workbook

book = load_workbook(sys.argv[1])
sheet = book.active
count = sheet.max_row


def told(cell):
    value = cell.value
    if isinstance(value, datetime):
        return {"time": value.isoformat(timespec="milliseconds"), "format": cell.number_format}
    return value


rows = [[told(cell) for cell in row] for row in sheet.iter_rows(max_row=min(20, count))]
print(json.dumps({
    "sheets": book.sheetnames, "rows": rows, "count": count, "frozen": sheet.freeze_panes, "filter": sheet.auto_filter.ref,
    "types": [cell.data_type for cell in sheet[min(8, count)]],
}))
