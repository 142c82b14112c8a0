#!/usr/bin/env python3
"""An auditor of releases written apart from the program: reads files of
examples/disclosure_cases.rs, builds the equations from the tables by itself and
narrows every withheld cell with HiGHS (scipy). Prints totals; fails if any cell
is narrower than its protection or the truth lies outside.

  disclosure_audit.py FOLDER
"""

import json
import math
import multiprocessing
import pathlib
import sys

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

TOLERANCE = 1e-4


def whole_of(dimension):
    parts = {part for s in dimension["sums"] for part in s["parts"]}
    (whole,) = [code for code in range(len(dimension["codes"])) if code not in parts]
    return whole


class Outsider:
    """What somebody who has the printed tables can write down."""

    def __init__(self, case):
        self.release = case["release"]
        self.dimensions = self.release["dimensions"]
        self.wholes = [whole_of(d) for d in self.dimensions]
        self.variable = {}
        self.cells = []
        hidden = {tuple(c): w for w in case["withheld"] for c in w["cells"]}
        for t, table in enumerate(self.release["tables"]):
            for c, cell in enumerate(table["cells"]):
                self.add(table, cell, hidden.get((t, c)), (t, c))
        self.rows = []
        self.sums()
        self.links()

    def add(self, table, cell, hidden, at):
        codes = list(self.wholes)
        for d, code in zip(table["dimensions"], cell["codes"]):
            codes[d] = code
        key = (table["layer"], tuple(codes))
        if key in self.variable:
            entry = self.cells[self.variable[key]]
        else:
            self.variable[key] = len(self.cells)
            entry = {"truth": cell["value"], "n": cell["respondents"], "weight": cell["weight"], "layer": table["layer"],
                     "hidden": hidden, "bounds": list(self.scale(table["layer"])), "at": []}
            self.cells.append(entry)
        entry["at"].append(at)
        public = cell["public"]
        if isinstance(public, dict):
            self.narrow(entry, *public["within"])
        if hidden is None:
            value, step = cell["value"], cell["step"]
            if step == 0:
                self.narrow(entry, value, value)
            else:
                nearest = round(value / step) * step
                self.narrow(entry, min(value, nearest - step / 2), max(value, nearest + step / 2))

    def scale(self, layer):
        measure = self.release["layers"][layer]["measure"]
        return (0, math.inf) if measure["is"] == "count" else (measure["lowest"], measure["highest"])

    @staticmethod
    def narrow(entry, low, high):
        entry["bounds"][0] = max(entry["bounds"][0], low)
        entry["bounds"][1] = min(entry["bounds"][1], high)

    def is_mean(self, layer):
        return self.release["layers"][layer]["measure"]["is"] == "mean"

    def sums(self):
        seen = set()
        for (layer, codes), _ in list(self.variable.items()):
            for d, dimension in enumerate(self.dimensions):
                for s, total in enumerate(dimension["sums"]):
                    others = codes[:d] + (total["whole"],) + codes[d + 1:]
                    if codes[d] not in total["parts"] or (layer, others, d, s) in seen:
                        continue
                    seen.add((layer, others, d, s))
                    self.sum(layer, others, d, total)

    def sum(self, layer, codes, d, total):
        keys = [(layer, codes[:d] + (part,) + codes[d + 1:]) for part in total["parts"]]
        if not all(key in self.variable for key in keys):
            return
        parts = [self.variable[key] for key in keys]
        whole = self.variable.get((layer, codes))
        weighted = self.is_mean(layer) and self.dimensions[d]["over"] == "respondents"
        if weighted:
            if whole is None or self.cells[whole]["weight"] == 0:
                return
            terms = [(p, self.cells[p]["weight"] / self.cells[whole]["weight"]) for p in parts]
            self.rows.append((terms + [(whole, -1.0)], 0.0))
        elif whole is not None:
            self.rows.append(([(p, 1.0) for p in parts] + [(whole, -1.0)], 0.0))
        elif self.is_mean(layer):
            answers = [o for o, x in enumerate(self.dimensions) if x["over"] == "answers" and o != d]
            anybody = any(self.cells[p]["n"] > 0 for p in parts)
            if anybody and all(codes[o] == self.wholes[o] for o in answers):
                self.rows.append(([(p, 1.0) for p in parts], 1.0))

    def links(self):
        where = {at: i for i, cell in enumerate(self.cells) for at in cell["at"]}
        for link in self.release["links"]:
            self.rows.append(([(where[(t["table"], t["cell"])], t["factor"]) for t in link["terms"]], link["constant"]))

    def intervals(self):
        """Exact cells are constants; the rest falls into parts that no row joins."""
        known = {i: c["bounds"][0] for i, c in enumerate(self.cells) if c["bounds"][0] == c["bounds"][1]}
        open_cells = [i for i in range(len(self.cells)) if i not in known]
        column = {i: at for at, i in enumerate(open_cells)}
        r, c, v, b = [], [], [], []
        for terms, constant in self.rows:
            open_terms = [(i, f) for i, f in terms if i in column and f != 0]
            if open_terms:
                for i, f in open_terms:
                    r.append(len(b)), c.append(column[i]), v.append(f)
                b.append(constant - sum(f * known[i] for i, f in terms if i in known))
        matrix = coo_matrix((v, (r, c)), shape=(len(b), len(open_cells))).tocsc()
        _, label = connected_components(abs(matrix.T) @ abs(matrix), directed=False)
        found = {}
        for part in range(label.max() + 1 if len(label) else 0):
            self.part(matrix, np.array(b), np.flatnonzero(label == part), open_cells, found)
        return found

    def part(self, matrix, b, columns, open_cells, found):
        targets = [at for at, j in enumerate(columns) if self.cells[open_cells[j]]["hidden"] is not None]
        if not targets:
            return
        own = matrix[:, columns].tocsr()
        rows = np.flatnonzero(np.diff(own.indptr))
        own, right = own[rows], b[rows]
        bounds = [self.cells[open_cells[j]]["bounds"] for j in columns]
        for at in targets:
            found[open_cells[columns[at]]] = tuple(self.end(own, right, bounds, at, way) for way in (1, -1))

    @staticmethod
    def end(matrix, b, bounds, target, way):
        cost = np.zeros(matrix.shape[1])
        cost[target] = way
        for method in ("highs-ds", "highs-ipm"):
            result = linprog(cost, A_eq=matrix if len(b) else None, b_eq=b if len(b) else None, bounds=bounds, method=method)
            if result.status == 3:
                return -way * math.inf
            if result.status == 0:
                return way * result.fun
        raise RuntimeError(result.message)


def required(outsider, cell):
    layer = cell["layer"]
    if not outsider.is_mean(layer):
        return max(5.0, 0.2 * cell["truth"])
    low, high = outsider.scale(layer)
    return (high - low) * max(0.2, min(0.5, 5 / max(1, cell["n"])))


def audit(case):
    outsider = Outsider(case)
    found = outsider.intervals()
    totals = {"releases": 1, "withheld": 0, "primary": 0, "secondary": 0, "never": 0, "narrow": 0, "truth_outside": 0, "ours_outside": 0, "ends_apart": 0}
    problems = []
    for i, cell in enumerate(outsider.cells):
        if cell["hidden"] is None:
            continue
        low, high = found.get(i, (cell["truth"], cell["truth"]))
        mark = cell["hidden"]["mark"]
        totals["withheld"] += 1
        totals[mark] += 1
        slack = TOLERANCE * max(1.0, abs(cell["truth"]))
        if mark != "never" and high - low < required(outsider, cell) - slack:
            totals["narrow"] += 1
            problems.append(("narrow", cell["at"], mark, low, high, cell["truth"], required(outsider, cell)))
        if not low - slack <= cell["truth"] <= high + slack:
            totals["truth_outside"] += 1
        ours = cell["hidden"]["low"], cell["hidden"]["high"]
        if not ours[0] <= cell["truth"] <= ours[1]:
            totals["ours_outside"] += 1
        # Our program knows a little more than an outsider (a bound on counts), never less.
        if ours[0] < low - slack or ours[1] > high + slack:
            totals["ends_apart"] += 1
            problems.append(("apart", cell["at"], mark, low, high, ours, cell["truth"]))
    return totals, problems


def audit_file(path):
    return audit(json.loads(path.read_text()))


def main():
    sums, worst = {}, []
    paths = sorted(pathlib.Path(sys.argv[1]).glob("*.json"))
    with multiprocessing.Pool() as pool:
        results = pool.map(audit_file, paths, chunksize=4)
    for path, (totals, problems) in zip(paths, results):
        for key, value in totals.items():
            sums[key] = sums.get(key, 0) + value
        worst += [(path.name, *p) for p in problems]
    print(json.dumps(sums))
    for problem in worst[:20]:
        print(problem)
    wrong = sums.get("narrow", 1) + sums.get("truth_outside", 1) + sums.get("ours_outside", 1) + sums.get("ends_apart", 1)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
