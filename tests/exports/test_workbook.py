"""The workbook, read by openpyxl and by LibreOffice; the CSV for Excel, read by LibreOffice."""
import os
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as xml

import openpyxl

from source import MAIN, expected, one_line

SHEETS = ["Phương pháp", "Kết quả chung", "Kết quả theo đơn vị", "Kết quả theo đơn vị và nhóm", "Kết quả theo đặc điểm"]
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def opened(path, *filters):
    """Sheets of a file as LibreOffice with Vietnamese settings has them: names to rows of cells."""
    with tempfile.TemporaryDirectory() as place:
        profile = f"-env:UserInstallation=file://{place}/profile"
        command = ["soffice", profile, "--headless", *filters, "--convert-to", "fods", "--outdir", place, str(path)]
        subprocess.run(command, check=True, timeout=150, capture_output=True, env={**os.environ, "LC_ALL": "vi_VN.UTF-8"})
        tree = xml.parse(f"{place}/{path.stem}.fods").getroot()
    assert not [cell for cell in tree.iter() if TABLE + "formula" in cell.attrib]
    return {sheet.attrib[TABLE + "name"]: list(rows(sheet)) for sheet in tree.iter(TABLE + "table")}


def rows(sheet):
    for row in sheet.iter(TABLE + "table-row"):
        line = []
        for cell in row.findall(TABLE + "table-cell"):
            is_number = cell.attrib.get(OFFICE + "value-type") in ("float", "percentage")
            text = "\n".join("".join(part.itertext()) for part in cell.findall(TEXT + "p"))
            value = float(cell.attrib[OFFICE + "value"]) if is_number else text or None
            line += [value] * min(int(cell.attrib.get(TABLE + "number-columns-repeated", 1)), 40)
        while line and line[-1] is None:
            line.pop()
        if line:
            yield line


class Workbook(unittest.TestCase):
    def cells(self, sheet, of, text):
        """Each row of a sheet against the cells that were meant."""
        self.assertEqual(len(sheet), len(of["cells"]))
        for row, cell in zip(sheet, of["cells"]):
            keys = 2 * len(cell["codes"])
            row = [*row, *[None] * (keys + len(cell["figures"]) + 2 - len(row))]
            self.assertEqual(row[:keys], [text(part) for pair in cell["codes"] for part in pair], of["id"])
            self.assertEqual(row[keys:-2], [None if figure == "withheld" else figure for figure in cell["figures"]])
            self.assertEqual(row[-2], "không công bố" if "withheld" in cell["figures"] else None)

    def test_openpyxl(self):
        book = openpyxl.load_workbook(MAIN / "release.xlsx")
        self.assertEqual(book.sheetnames, SHEETS)
        self.assertEqual(book.properties.created.strftime("%Y-%m-%d"), "2026-12-15")
        for sheet, of in zip(book.worksheets[1:], expected(MAIN)["tables"], strict=True):
            self.cells([list(row) for row in sheet.iter_rows(min_row=2, values_only=True)], of, one_line)
            self.assertEqual(sheet.freeze_panes, "A2")
            (table,) = sheet.tables.values()
            self.assertEqual(table.ref, sheet.dimensions)
            self.assertEqual([column.name for column in table.tableColumns], [cell.value for cell in sheet[1]])
            shares = [cell for column in sheet.iter_cols(min_row=2) for cell in column if isinstance(cell.value, float)]
            self.assertTrue(shares)
            self.assertEqual({cell.number_format for cell in shares}, {"0.00"})
            self.assertFalse([cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"])
            self.assertEqual(sheet.sheet_state, "visible")

    def test_libreoffice_opens_the_workbook(self):
        sheets = opened(MAIN / "release.xlsx")
        self.assertEqual(list(sheets), SHEETS)
        for (_, *sheet), of in zip(list(sheets.values())[1:], expected(MAIN)["tables"], strict=True):
            self.cells(sheet, of, one_line)
        method = {row[0]: row[1] for row in sheets[SHEETS[0]] if len(row) > 1}
        self.assertEqual(method["Cơ quan công bố"], "Sở Nội vụ tỉnh <Mẫu>")
        self.assertEqual(method["Thời gian thu thập"], "30/09/2026 – 20/11/2026")

    def test_libreoffice_opens_the_csv_for_excel(self):
        # 59 `;`, 34 `"`, 76 UTF-8, from line 1, language 1066 Vietnamese: what its import dialogue takes.
        options = "--infilter=Text - txt - csv (StarCalc):59,34,76,1,,1066,false,true"
        for of in expected(MAIN)["tables"]:
            ((_, *sheet),) = opened(MAIN / f"{of['id']}-excel.csv", options).values()
            runs = lambda text: "'" + text if text[0] in "=+-@" else text
            self.cells(sheet, of, runs)
