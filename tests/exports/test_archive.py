"""The archive of evidence, the JSON of results, and the search for numbers that were withheld."""
import hashlib
import io
import json
import re
import struct
import unittest
import zipfile

from source import FOLDER, MAIN, expected


def inflated(name, data):
    """A file, and everything in it where it is an archive, archives in archives too."""
    yield name, data
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for inner in archive.namelist():
                yield from inflated(f"{name}/{inner}", archive.read(inner))


class Archive(unittest.TestCase):
    def test_manifest(self):
        with zipfile.ZipFile(MAIN / "evidence.zip") as archive:
            self.assertIsNone(archive.testzip())
            manifest = json.loads(archive.read("manifest.json"))
            self.assertEqual((manifest["phieu"], manifest["version"], manifest["date"]), ("evidence", 1, "2026-12-15"))
            self.assertEqual([file["is"] for file in manifest["files"]], ["readme", "plan", "campaign", "ledger", "release", "export"])
            for file in manifest["files"]:
                data = archive.read(file["path"])
                self.assertEqual((file["bytes"], file["sha256"]), (len(data), hashlib.sha256(data).hexdigest()))
            self.assertEqual({file["path"] for file in manifest["files"]} | {"manifest.json", "SHA256SUMS"}, set(archive.namelist()))
            sums = dict(reversed(line.split("  ")) for line in archive.read("SHA256SUMS").decode().splitlines())
            self.assertEqual(sums, {file["path"]: file["sha256"] for file in manifest["files"]})
            self.assertEqual({info.date_time for info in archive.infolist()}, {(1980, 1, 1, 0, 0, 0)})

    def test_results(self):
        found = json.loads((MAIN / "release.json").read_text(encoding="utf-8"))
        self.assertEqual((found["phieu"], found["version"], found["date"]), ("release", 1, "2026-12-15"))
        for table, of in zip(found["tables"], expected(MAIN)["tables"], strict=True):
            self.assertEqual(table["id"], of["id"])
            self.assertEqual([measure["id"] for measure in table["measures"]], of["measures"])
            for cell, meant in zip(table["cells"], of["cells"], strict=True):
                self.assertEqual(cell["codes"], [code for code, _ in meant["codes"]])
                figures = ["withheld" if figure == {"withheld": True} else figure for figure in cell["figures"]]
                self.assertEqual(figures, meant["figures"])
                self.assertFalse("withheld" in figures and cell["weak"])

    def test_no_withheld_number_in_any_file(self):
        secrets = expected(MAIN)["secrets"]
        self.assertGreater(len(secrets), 200)
        forms = {form for text in secrets for form in (text.encode(), struct.pack("<d", float(text)))}
        # Elsewhere a comma stands between two numbers.
        with_comma = {text.replace(".", ",").encode() for text in secrets}
        searched = 0
        for path in sorted(MAIN.iterdir()):
            if path.name == "expected.json":
                continue
            for name, data in inflated(path.name, path.read_bytes()):
                searched += 1
                # The widths of a sheet's columns are decimals of their own.
                data = re.sub(rb"<cols>.*?</cols>", b"", data)
                looked_for = forms | with_comma if name.endswith("-excel.csv") else forms
                self.assertEqual([form for form in looked_for if form in data], [], name)
        self.assertGreater(searched, 50)

    def test_the_search_finds_what_is_there(self):
        shown = next(figure for cell in expected(MAIN)["tables"][0]["cells"] for figure in cell["figures"] if isinstance(figure, float) and figure % 1)
        text = f"{shown:.2f}".encode()
        where = [name for name, data in inflated("release.xlsx", (MAIN / "release.xlsx").read_bytes()) if text in data]
        self.assertTrue(any(name.endswith(".xml") for name in where))
        self.assertTrue(FOLDER.exists())
