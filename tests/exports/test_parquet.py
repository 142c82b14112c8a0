"""Parquet, read by DuckDB and by Arrow."""
import json
import unittest

import duckdb
import pyarrow.parquet

from source import MAIN, RANDOM, expected


class Parquet(unittest.TestCase):
    def check(self, place):
        meant = expected(place)
        path = str(place / "rows.parquet")
        ids = [variable["id"] for variable in meant["variables"]]
        found = duckdb.execute("select * from read_parquet(?)", [path])
        rows = [list(row) for row in found.fetchall()]
        self.assertEqual(rows, meant["records"], place)
        table = pyarrow.parquet.read_table(path)
        self.assertEqual(table.column_names, ids)
        columns = [column.to_pylist() for column in table.columns]
        self.assertEqual([list(row) for row in zip(*columns)], meant["records"], place)
        codebook = json.loads(table.schema.metadata[b"phieu.codebook"])
        self.assertEqual([of["label"]["vi"] for of in codebook], [variable["label"] for variable in meant["variables"]])

    def test_usual(self):
        self.check(MAIN)
        types = dict(duckdb.execute("select column_name, column_type from (describe select * from read_parquet(?))", [str(MAIN / "rows.parquet")]).fetchall())
        self.assertEqual(types["q1"], "INTEGER")
        self.assertEqual(types["hours"], "DOUBLE")
        self.assertEqual(types["unit"], "VARCHAR")
        codebook = json.loads(pyarrow.parquet.read_schema(str(MAIN / "rows.parquet")).metadata[b"phieu.codebook"])
        self.assertEqual([value["value"] for value in codebook[3]["values"] if value["missing"]], [-8.0, -9.0])

    def test_hostile(self):
        self.assertGreater(len(RANDOM), 20)
        for place in RANDOM:
            self.check(place)
