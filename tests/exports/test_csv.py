"""CSV, read by Python's reader, DuckDB and the CSVW library, which also judges the metadata."""
import csv
import io
import json
import unittest
import warnings

import duckdb
from csvw import CSVW

from source import MAIN, RANDOM, expected, harmless


def table(place, name):
    """Cells of a file as Python's reader has them."""
    excel = name.endswith("-excel.csv") or name == "labels.csv"
    text = (place / name).read_bytes().decode("utf-8")
    assert text.startswith("\ufeff") == excel
    assert text.endswith("\r\n")
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="")
    return list(csv.reader(lines, delimiter=";" if excel else ",", strict=True))


class Csv(unittest.TestCase):
    def number(self, text, excel):
        return float(text.replace(",", ".") if excel else text)

    def rows(self, place, name):
        excel = name.endswith("-excel.csv")
        meant = expected(place)
        head, *rows = table(place, name)
        self.assertEqual(head, [harmless(variable["id"]) for variable in meant["variables"]])
        self.assertEqual(len(rows), len(meant["records"]), place)
        for row, record in zip(rows, meant["records"]):
            for cell, value in zip(row, record, strict=True):
                if value is None:
                    self.assertEqual(cell, "")
                elif isinstance(value, float):
                    self.assertEqual(self.number(cell, excel), value)
                else:
                    self.assertEqual(cell, harmless(value))
                self.assertFalse(isinstance(value, str) and cell.lstrip(" ")[:1] in tuple("=+-@\t\r\n"), cell)

    def test_rows(self):
        for name in ["rows.csv", "rows-excel.csv"]:
            for place in [MAIN, *RANDOM]:
                self.rows(place, name)

    def test_labels_stand_for_codes(self):
        head, *rows = table(MAIN, "labels.csv")
        at = head.index("q1")
        self.assertLessEqual({"Không biết", "Rất hài lòng", "Từ chối trả lời"}, {row[at] for row in rows})

    def test_duckdb_reads_rows(self):
        meant = expected(MAIN)
        for name, options in [("rows.csv", ""), ("rows-excel.csv", ", delim=';', decimal_separator=','")]:
            found = duckdb.execute(f"select * from read_csv(?, header=true, quote='\"', escape='\"', all_varchar=false{options})", [str(MAIN / name)])
            rows = [["" if value is None else value for value in row] for row in found.fetchall()]
            as_read = lambda value: "" if value is None else harmless(value) if isinstance(value, str) else value
            self.assertEqual(rows, [[as_read(value) for value in record] for record in meant["records"]])

    def test_tables(self):
        meant = expected(MAIN)
        self.assertEqual([of["id"] for of in meant["tables"]], ["overall", "units", "unit_groups", "profile"])
        withheld = 0
        for of in meant["tables"]:
            for name in [of["id"] + ".csv", of["id"] + "-excel.csv"]:
                excel = name.endswith("-excel.csv")
                head, *rows = table(MAIN, name)
                self.assertEqual(len(rows), len(of["cells"]))
                keys = 2 * len(of["cells"][0]["codes"])
                self.assertEqual(len(head), keys + len(of["measures"]) + 2)
                for row, cell in zip(rows, of["cells"]):
                    self.assertEqual(row[0:keys:2], [harmless(code) for code, _ in cell["codes"]])
                    if excel:
                        self.assertEqual(row[1:keys:2], [harmless(label) for _, label in cell["codes"]])
                    hidden = "withheld" in cell["figures"]
                    withheld += hidden
                    self.assertEqual(row[-2], ("không công bố" if excel else "not published") if hidden else "")
                    for text, figure in zip(row[keys:-2], cell["figures"], strict=True):
                        self.assertEqual(None if text == "" else self.number(text, excel), None if figure == "withheld" else figure)
        self.assertGreater(withheld, 20)

    def csvw(self, path):
        with warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("always")
            file = CSVW(str(path), validate=True)
            self.assertTrue(file.is_valid, path)
            rows = list(file.tables[0])
        self.assertEqual([str(of.message) for of in heard], [])
        return file, rows

    def test_csvw(self):
        paths = sorted(MAIN.glob("*-metadata.json"))
        self.assertEqual(len(paths), 10)
        for path in paths:
            file, rows = self.csvw(path)
            self.assertEqual(len(rows), len(table(MAIN, path.name.removesuffix("-metadata.json"))) - 1)
        for name in ["rows.csv", "rows-excel.csv"]:
            _, rows = self.csvw(MAIN / f"{name}-metadata.json")
            missing = [{category["value"] for category in of["categories"] if category["missing"]} for of in expected(MAIN)["variables"]]
            for row, record in zip(rows, expected(MAIN)["records"]):
                meant = [None if value in codes or value is None else harmless(value) if isinstance(value, str) else value for value, codes in zip(record, missing)]
                self.assertEqual([float(value) if not isinstance(value, (str, type(None))) else value for value in row.values()], meant)

    def test_csvw_of_hostile_codebooks(self):
        for place in RANDOM:
            metadata = json.loads((place / "rows.csv-metadata.json").read_text(encoding="utf-8"))
            names = [column["name"] for column in metadata["tableSchema"]["columns"]]
            self.assertEqual(len(set(names)), len(names))
            self.assertEqual([column["titles"] for column in metadata["tableSchema"]["columns"]], table(place, "rows.csv")[0])
