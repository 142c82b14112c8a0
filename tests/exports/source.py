"""What the files must say: expected.json beside them, and how a text is said on one line."""
import json
import os
import pathlib
import unicodedata

FOLDER = pathlib.Path(os.environ["PHIEU_EXPORTS"])
MAIN = FOLDER / "main"
RANDOM = sorted((FOLDER / "random").iterdir(), key=lambda place: int(place.name)) if (FOLDER / "random").exists() else []


def expected(place):
    return json.loads((place / "expected.json").read_text(encoding="utf-8"))


def one_line(text):
    """Control characters and line ends are spaces, spaces are one, ends are trimmed."""
    plain = (" " if unicodedata.category(c) == "Cc" or c in "\u2028\u2029\ufffe\uffff" else c for c in text)
    return " ".join("".join(plain).split())


def is_label(found, meant, most):
    """Whether a label is what was meant, or as much of it as fits and a sign for the rest."""
    meant = one_line(meant)
    if len(meant.encode()) <= most:
        return found == meant
    return found.endswith("…") and len(found.encode()) <= most and meant.startswith(found[:-1]) and len(found.encode()) > most - 12


def harmless(text):
    """A text that a spreadsheet would run has an apostrophe before it."""
    first = text.lstrip(" ")[:1]
    return "'" + text if first and first in "=+-@\t\r\n＝＋－＠" else text
