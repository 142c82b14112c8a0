"""The same survey in two fast programs that know nothing of surveys: DuckDB's weighted
shares without variances, and polars with variances from sums by stratum and unit. One
thread each; reading the file apart.

    python tools/bench_estimates.py duckdb|polars SURVEY.csv OUT.csv
"""

import csv
import math
import os
import sys
import time

os.environ["POLARS_MAX_THREADS"] = "1"
ITEMS = [f"q{item:02}" for item in range(1, 23)]
RUNS = 3


def best(run):
    """The shortest of some runs, and what the last one gave."""
    seconds = math.inf
    for _ in range(RUNS):
        began = time.perf_counter()
        found = run()
        seconds = min(seconds, time.perf_counter() - began)
    return seconds, found


def with_duckdb(path):
    import duckdb

    base = duckdb.connect()
    base.execute("SET threads = 1")
    base.execute("CREATE TABLE survey AS SELECT * FROM read_csv(?)", [path])
    shares = ", ".join(f"sum(w) FILTER ({item} >= 4) / sum(w) FILTER ({item} IS NOT NULL)" for item in ITEMS)
    seconds, rows = best(lambda: base.execute(f"SELECT unit, {shares} FROM survey GROUP BY unit ORDER BY unit").fetchall())
    return seconds, [(at + 1, row[0], row[at + 1] or 0.0, "", "", "") for at in range(len(ITEMS)) for row in rows]


def with_polars(path):
    import polars as pl

    survey = pl.read_csv(path)

    def sums():
        one = []
        for item in ITEMS:
            y, valid, w = pl.col(item), pl.col(item).is_not_null(), pl.col("w")
            weight, square, satisfied = w * valid, w * w * valid, (pl.col(item) >= 4)
            parts = {"v": weight, "vv": square, "s": weight * satisfied, "ss": square * satisfied, "y": weight * y, "yv": square * y, "yy": square * y * y}
            one += [value.sum().alias(f"{item}.{name}") for name, value in parts.items()]
        strata = survey.lazy().group_by("unit", "stratum").agg(pl.len().alias("n"), pl.col("N").first(), *one).collect().sort("unit", "stratum").to_dicts()
        return estimates(strata)

    return best(sums)


def estimates(strata):
    """Shares, means and linearised errors of sums by stratum; strata lie within units."""
    by_unit = {}
    for row in strata:
        by_unit.setdefault(row["unit"], []).append(row)
    out = []
    for at, item in enumerate(ITEMS):
        for unit, rows in by_unit.items():
            numbers = []
            for first, cross, second in (("s", "ss", "ss"), ("y", "yv", "yy")):
                total = sum(row[f"{item}.v"] for row in rows)
                m = sum(row[f"{item}.{first}"] for row in rows) / total
                variance = 0.0
                for row in rows:
                    n = row["n"]
                    z = (row[f"{item}.{first}"] - m * row[f"{item}.v"]) / total
                    zz = (row[f"{item}.{second}"] - 2 * m * row[f"{item}.{cross}"] + m * m * row[f"{item}.vv"]) / total**2
                    variance += (1 - n / row["N"]) * n / (n - 1) * (zz - z * z / n)
                numbers += [m, math.sqrt(variance)]
            out.append((at + 1, unit, *numbers))
    return out


def main():
    program, path, to = sys.argv[1:4]
    seconds, rows = {"duckdb": with_duckdb, "polars": with_polars}[program](path)
    with open(to, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["item", "unit", "share", "share_se", "mean", "mean_se"])
        writer.writerows(rows)
    print(f"seconds={seconds:.4f}")


if __name__ == "__main__":
    main()
