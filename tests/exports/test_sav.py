"""SPSS files, read by ReadStat."""
import math
import re
import unittest

import pyreadstat

from source import MAIN, RANDOM, expected, is_label


class Sav(unittest.TestCase):
    def check(self, place):
        meant = expected(place)
        found, meta = pyreadstat.read_sav(str(place / "rows.sav"), user_missing=True, output_format="dict")
        variables = meant["variables"]
        self.assertEqual(meta.file_encoding, "UTF-8")
        self.assertEqual(meta.number_rows, len(meant["records"]))
        self.assertEqual(len(meta.column_names), len(variables))
        self.assertEqual(len({name.lower() for name in meta.column_names}), len(variables))
        for at, (name, variable) in enumerate(zip(meta.column_names, variables)):
            with self.subTest(place=place.name, variable=variable["id"]):
                self.assertRegex(name, r"^[A-Za-z][A-Za-z0-9_]{0,63}$")
                self.assertTrue(is_label(meta.column_labels[at] or "", variable["label"], 255), meta.column_labels[at])
                self.labels(meta.variable_value_labels.get(name, {}), variable)
                self.missing(meta.missing_ranges.get(name, []), variable)
                self.values(found[name], [record[at] for record in meant["records"]], "number" in variable["kind"])

    def labels(self, found, variable):
        self.assertEqual(len(found), len(variable["categories"]))
        for category in variable["categories"]:
            value = category["value"]
            value = value.rstrip(" ") if isinstance(value, str) else value
            self.assertTrue(is_label(found[value], category["label"], 120), (value, found))

    def missing(self, found, variable):
        meant = [category["value"] for category in variable["categories"] if category["missing"]]
        if len(meant) > 3:
            self.assertEqual(found, [{"lo": min(meant), "hi": max(meant)}])
        else:
            self.assertEqual(found, [{"lo": value, "hi": value} for value in meant])

    def values(self, found, meant, are_numbers):
        self.assertEqual(len(found), len(meant))
        for one, other in zip(found, meant):
            if are_numbers:
                nothing = one is None or math.isnan(one)
                self.assertTrue(nothing if other is None else one == other, (one, other))
            else:
                self.assertEqual(one, (other or "").rstrip(" "))

    def test_usual(self):
        self.check(MAIN)
        _, meta = pyreadstat.read_sav(str(MAIN / "rows.sav"), metadataonly=True, user_missing=True, output_format="dict")
        self.assertEqual(meta.column_names, ["unit", "age", "sex", "q1", "hours", "paid", "remark"])
        self.assertEqual(meta.column_labels[0], "Đơn vị giải quyết thủ tục")
        self.assertEqual(meta.variable_value_labels["q1"][-8.0], "Không biết")
        self.assertEqual([span["lo"] for span in meta.missing_ranges["q1"]], [-8.0, -9.0])
        self.assertEqual(meta.creation_time.strftime("%Y-%m-%d"), "2026-12-15")

    def test_hostile(self):
        self.assertGreater(len(RANDOM), 20)
        for place in RANDOM:
            self.check(place)

    def test_labels_were_long(self):
        labels = [variable["label"] for place in RANDOM for variable in expected(place)["variables"]]
        self.assertTrue(any(len(label.encode()) > 300 for label in labels))
        self.assertTrue(any(re.search(r"[\x01\t\n]", label) for label in labels))
