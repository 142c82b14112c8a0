"""More rows than a group of Parquet holds: three formats, four readers, one set of rows."""
import unittest
from collections import Counter

import duckdb
import pyarrow.parquet
import pyreadstat

from source import FOLDER, expected

LARGE = FOLDER / "large"


class Large(unittest.TestCase):
    def test_all_readers_agree(self):
        meant = expected(LARGE)
        path = str(LARGE / "rows.parquet")
        self.assertGreater(meant["rows"], 262_144)
        self.assertEqual(pyarrow.parquet.ParquetFile(path).num_row_groups, 3)
        columns = [column.to_pylist() for column in pyarrow.parquet.read_table(path).columns]
        for column, counts in zip(columns, meant["counts"], strict=True):
            self.assertEqual(Counter(column), {value: count for value, count in counts if count})
        query = "select * from (select count(*) as n, count(columns(*)) from read_parquet(?))"
        (found,) = duckdb.execute(query, [path]).fetchall()
        self.assertEqual(list(found), [meant["rows"], *(sum(value is not None for value in column) for column in columns)])
        spss, _ = pyreadstat.read_sav(str(LARGE / "rows.sav"), user_missing=True, output_format="dict")
        for column, other in zip(columns, spss.values(), strict=True):
            same = ((one or "").rstrip(" ") == two if isinstance(two, str) else one == two or (one is None and two != two) for one, two in zip(column, other, strict=True))
            self.assertTrue(all(same))
