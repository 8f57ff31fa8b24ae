"""Writes template.xlsx, moved.xlsx and draft.xlsx beside itself: the layouts of the template and of the
older draft, filled by openpyxl.

Run by hand with python3 and openpyxl (Debian: python3-openpyxl) when a test needs another cell; the
files are kept, so that tests need neither.
"""

import datetime
import json
import pathlib

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.datavalidation import DataValidation

HERE = pathlib.Path(__file__).parent
LAYOUT = json.loads(
    (HERE / "../../../domain/code-lists/aef-fields-2026-02-17.json").read_text(encoding="utf-8")
)
NOMENCLATURE = json.loads(
    (HERE / "../../../domain/code-lists/nomenclature-2026-02-17.json").read_text(encoding="utf-8")
)
WHEN = datetime.datetime(2025, 4, 15, 12, 0, 0)

ROWS = {
    "submission": [["VUT", "1.0", 2024, datetime.date(2025, 4, 15), None, None, 2021, 2030, None]],
    "authorizations": [
        ["VUT-A1", datetime.date(2024, 2, 1), "CA0004", 1, None, "GHG", "NA", "NA", "Energy generation", "Solar",
         "OIMP", "NA", "NA", "CORSIA", "NA", "سند التفويض", None, "Authorisation", "说明"],
    ],
    "actions": [
        [datetime.datetime(2024, 3, 1, 9, 30, 15), "First transfer", "Authorization", "CA0004", "VUT-A1", "VUT",
         "VUT01", "CA0004-VUT01-VUT-601-2024", "CA0004-VUT01-VUT-1000-2024", "GS", 500601, 501000, "GHG", "NA",
         "NA", 400, "NA", "Emission reductions", 2024, "NA", "NA", "CORSIA", "NA", "NA", "NA", None, "NA"],
        ["02/03/2024", "First transfer", "Authorization", "CA0004", "VUT-A1", "VUT", "VUT01", 1, 400, "GS",
         "1,000", "1,399", "non-GHG", "NA", "Megawatt hours", 0.1 + 0.2, 12.5, "Emission reductions", 2024, "NA",
         "NA", "CORSIA", "NA", "NA", "NA", None, "'quoted"],
    ],
    "holdings": [],
    "authorized_entities": [
        [datetime.date(2024, 2, 1), "Sunny Ltd", "VUT", 123.4, "CA0004", "NA", "NA", "NA"],
    ],
}


def prefilled(table, number):
    """What the template itself writes into the data area: allowed words, row by row."""
    row = []
    for field in table["fields"]:
        values = [] if field["list"] is None else NOMENCLATURE["lists"][field["list"]]["values"]
        row.append(values[number] if number < len(values) else None)
    return row


def fill(sheet, row, columns, values):
    for column, value in zip(columns, values):
        cell = sheet.cell(row=row, column=column)
        cell.value = value
        if isinstance(value, datetime.datetime):
            cell.number_format = "dd/mm/yyyy hh:mm:ss"
        elif isinstance(value, datetime.date):
            cell.number_format = "dd/mm/yyyy"


def write(path, moved):
    book = Workbook()
    book.remove(book.active)
    for name in LAYOUT["workbook"]["sheets"]:
        sheet = book.create_sheet(name.upper() if moved else name)
        table = next((it for it in LAYOUT["tables"] if it["sheet"] == name), None)
        if table is None:
            sheet["B2"] = name
            sheet["B4"].hyperlink = "https://unfccc.int"
            sheet["B4"].value = "UNFCCC"
            continue
        sheet["B2"] = table["title"]
        sheet["B2"].font = Font(bold=True)
        sheet.merge_cells("B2:E2")
        layout = table["layout"]
        down = 3 if moved else 0
        rows = ROWS[table["id"]]
        if layout["orientation"] == "vertical":
            texts = [field.get("carp_text") for field in table["fields"]]
            for at, field in enumerate(table["fields"]):
                row = layout["first_row"] + at + down
                value = rows[0][at] if rows[0][at] is not None else texts[at]
                right = 1 if moved else 0
                fill(sheet, row, [2 + right, 3 + right], [field["label"], value])
            continue
        columns = [column_index_from_string(field["column"]) for field in table["fields"]]
        if moved:
            columns.reverse()
        header = layout["header_row"] + down
        labels = [field["label"] for field in table["fields"]]
        if moved:
            labels = [label.upper().replace(" ", "\n", 1).replace("AUTHORIZ", "AUTHORIS") for label in labels]
        fill(sheet, header, columns, labels)
        sheet.freeze_panes = sheet.cell(row=header + 1, column=1)
        at = layout["first_data_row"] + down
        if moved:
            for number in range(4):
                fill(sheet, at, columns, prefilled(table, number))
                at += 1
            at += 2
        for values in rows:
            fill(sheet, at, columns, values)
            at += 2 if moved else 1
        words = DataValidation(type="list", formula1='"GHG,non-GHG"', allow_blank=True)
        sheet.add_data_validation(words)
        words.add(sheet.cell(row=at, column=columns[0]))
        sheet.cell(row=at + 50, column=2).font = Font(italic=True)
    if moved:
        book.create_sheet("Remarks")["A1"] = "for us"
        sheet = book["TABLE 3 ACTIONS"]
        sheet["B2"].comment = Comment("A comment", "Somebody")
    book.properties.created = WHEN
    book.properties.modified = WHEN
    book.save(path)


DRAFT = [
    "Article 6 database record ID", "Cooperative approach", "First unique identifier", "Last unique identifier",
    "Underlying unit block start ID", "Underlying unit last block end", "Metric", "Quantity (expressed in metric)",
    "Quantity (t CO2 eq)", "Conversion factor (reporting Party)", "First transferring participating Party",
    "Vintage", "Sector(s)", "Activity type(s)", "Date of authorization", "Authorization ID",
    "Purposes for authorization", "OIMP authorized by the Party", "First transfer definition", "Action date",
    "Action type", "Transferring participating Party", "Acquiring participating Party",
    "Purposes for cancellation", "Using participating Party or authorized entity or entities", "First transfer",
]


def write_draft(path):
    units = ["CA0004-VUT01-VUT-1-2024", "CA0004-VUT01-VUT-400-2024", 500001, 500400, "GHG", 400, 400, None, "VUT", 2024]
    more = ["CA0004-VUT01-VUT-401-2024", "CA0004-VUT01-VUT-600-2024", None, None, "MWh", 200, 90, 0.45, "VUT", 2024]
    allowed = ["Energy generation", "Solar", datetime.date(2024, 2, 1), "VUT-A2", "NDC and OIMP", "CORSIA", "Authorisation"]
    book = Workbook()
    sheet = book.active
    sheet.title = "Actions"
    sheet["A1"] = "Draft agreed electronic format"
    rows = [
        ["R-1", "CA0004", *units, *allowed, datetime.date(2024, 3, 2), "Transfer", "VUT", "CHE", None, None, "Yes"],
        ["R-2", "CA0004", *more, *allowed, datetime.date(2024, 3, 3), "cancellation", None, None, "CORSIA", "Sunny Ltd", "No"],
    ]
    for at, values in enumerate([DRAFT, *rows], start=3):
        fill(sheet, at, range(1, 27), values)
    sheet = book.create_sheet("Holdings")
    fill(sheet, 2, range(1, 13), DRAFT[:12])
    fill(sheet, 3, range(1, 13), ["R-3", "CA0004", *units])
    book.properties.created = WHEN
    book.properties.modified = WHEN
    book.save(path)


write_draft(HERE / "draft.xlsx")
write(HERE / "template.xlsx", moved=False)
write(HERE / "moved.xlsx", moved=True)
