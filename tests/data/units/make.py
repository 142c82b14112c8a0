#!/usr/bin/env python3
"""Makes the tables beside this file: sound ones, and one for each way of being broken.

    pip install openpyxl && python3 tests/data/units/make.py

What each must give stands in tests/unit_tables.rs.
"""
import datetime, io, os, struct, zipfile
import openpyxl

here = os.path.dirname(os.path.abspath(__file__))
HEAD = ["Mã đơn vị", "Tên đơn vị", "Tên cũ", "Loại", "Đơn vị cấp trên", "N người dân", "Chỉ tiêu người dân", "N doanh nghiệp", "Chỉ tiêu doanh nghiệp"]
ROWS = [
    ["S01", "Sở Tài chính", "Sở Kế hoạch và Đầu tư", "Sở", "", "18.640", "30", "1.279", "40"],
    ["P01", "UBND phường Sơn Thành", "phường Bến Đá; xã Tân Kiều", "Phường", "", "13.860", "60", "", ""],
    ["X01", "UBND xã Kim Đàm", "xã Kim Sơn / xã Đàm Xá", "Xã", "P01", "4 960", "60", "", ""],
]


def put(name, data):
    with open(os.path.join(here, name), "wb") as file:
        file.write(data)


def lines(rows, separator=";"):
    quote = lambda cell: '"' + cell.replace('"', '""') + '"' if separator in cell or "\n" in cell else cell
    return "".join(separator.join(quote(cell) for cell in row) + "\r\n" for row in rows)


def table(name, rows, separator=";", encoding="utf-8-sig"):
    put(name, lines(rows, separator).encode(encoding))


def short(*rows):
    """A table with the usual head, cut to five columns: code, name, kind, N, quota."""
    return [["Mã", "Tên đơn vị", "Loại", "N", "Chỉ tiêu"], *rows]


def number(text):
    digits = text.replace(".", "").replace(" ", "")
    return int(digits) if digits.isdigit() else text


def book(name, fill, **more):
    workbook = openpyxl.Workbook()
    fill(workbook)
    out = io.BytesIO()
    workbook.properties.created = workbook.properties.modified = datetime.datetime(2026, 9, 15)
    workbook.save(out)
    # The same bytes whenever it is made.
    fixed = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            if part == "docProps/core.xml":
                import re
                data = re.sub(rb"<dcterms:modified[^>]*>[^<]*", lambda m: m.group(0)[: m.group(0).index(b">") + 1] + b"2026-09-15T00:00:00Z", data)
            new.writestr(zipfile.ZipInfo(part, (2026, 9, 15, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    put(name, fixed.getvalue())
    return fixed.getvalue()


def rows(*given, sheet="Đơn vị"):
    def fill(workbook):
        page = workbook.active
        page.title = sheet
        for row in given:
            page.append(row)
    return fill


# Sound tables.
table("good.csv", [["DANH SÁCH ĐƠN VỊ", *[""] * 8], ["", *[""] * 8], HEAD, *ROWS])
table("good_tab.txt", [HEAD, *ROWS], "\t", "utf-8")
book("good.xlsx", rows(["DANH SÁCH ĐƠN VỊ"], [], HEAD, *[row[:5] + [number(cell) for cell in row[5:]] for row in ROWS]))
table("renamed.csv", [["Đơn vị cũ", "Mã mới", "Tên mới"], ["xã Đồng Tiến", "X09", ""], ["huyện Sơn Đông", "", "UBND xã Đã Có"]])

# Broken text.
table("wrong_separator.csv", short(["S01", "Sở Tài chính", "Sở", "1279", "30"]), ":")
table("no_head.csv", ROWS)
table("no_code_column.csv", [["STT", "Tên đơn vị", "N"], ["1", "Sở Tài chính", "5"]])
table("no_name_column.csv", [["Mã", "Ghi chú", "N"], ["S01", "", "5"]])
table("empty_code.csv", short(["S01", "Sở Tài chính", "Sở", "1279", "30"], ["", "Sở Y tế", "Sở", "500", "30"]))
table("empty_name.csv", short(["S01", "", "Sở", "1279", "30"]))
table("duplicate_codes.csv", short(["S01", "Sở Tài chính", "Sở", "1279", "30"], ["S02", "Sở Y tế", "Sở", "500", "30"], ["S01", "Sở Nội vụ", "Sở", "4812", "30"]))
table("duplicate_heads.csv", [["Mã", "Tên đơn vị", "Loại", "N", "Số hồ sơ (N)"], ["S01", "Sở Tài chính", "Sở", "1279", "1280"]])
table("bad_code.csv", short(["Sở 01", "Sở Tài chính", "Sở", "1279", "30"], ["X 02", "Sở Y tế", "Sở", "500", "30"]))
table("negative.csv", short(["S01", "Sở Tài chính", "Sở", "-5", "30"]))
table("not_number.csv", short(["S01", "Sở Tài chính", "Sở", "khoảng 500", "30"]))
table("decimal.csv", short(["S01", "Sở Tài chính", "Sở", "1,279.5", "30"], ["S02", "Sở Y tế", "Sở", "1.279,5", "30"], ["S03", "Sở Nội vụ", "Sở", "1.28", "1"]))
table("comma.csv", short(["S01", "Sở Tài chính", "Sở", "1,279", "30"]))
table("quota_over.csv", short(["S01", "Sở Tài chính", "Sở", "20", "30"]))
table("unknown_kind.csv", short(["S01", "Sở Tài chính", "Huyện", "1279", "30"]))
table("no_kind.csv", short(["S01", "Sở Tài chính", "", "1279", "30"]))
table("unknown_parent.csv", [["Mã", "Tên đơn vị", "Loại", "Đơn vị cấp trên"], ["S01", "Sở Tài chính", "Sở", "Bộ Tài chính"], ["S02", "Sở Y tế", "Sở", "S02"]])
table("ragged.csv", short(["S01", "Sở Tài chính", "Sở", "1279", "30"]) + [["S02", "Sở Văn hóa", " Thể thao", "Sở", "500", "30"], ["S03", "Sở Y tế"]])
put("open_quote.csv", 'Mã;Tên đơn vị;Loại;N\r\nS01;Sở Tài chính;Sở;5\r\nS02;"Sở Y tế;Sở;500\r\nS03;Sở Nội vụ;Sở;7\r\n'.encode())
put("empty.csv", b"")
put("blank.csv", b"\xef\xbb\xbf\r\n \r\n")
table("only_head.csv", short())
table("too_long.csv", [["Mã", "Tên"], *[[f"A{i}", "a"] for i in range(5000)]], ";", "utf-8")
table("total_row.csv", short(["S01", "Sở Tài chính", "Sở", "1279", "30"], ["", "Tổng cộng", "", "1279", "30"]))
table("date.csv", short(["S01", "Sở Tài chính", "Sở", "1/9/2026", "30"]))
table("line_break.csv", short(["S01", "Sở Tài chính\n(cũ: Sở Kế hoạch)", "Sở", "1279", "30"], ["S\n02", "Sở Y tế", "Sở", "1279", "30"]))
table("formula.csv", short(["S01", "Sở Tài chính", "Sở", "#REF!", "30"], ["#N/A", "Sở Y tế", "Sở", "5", "3"]))
table("long_name.csv", short(["S01", "Sở Tài chính " * 30, "Sở", "1279", "30"]))
table("too_large.csv", short(["S01", "Sở Tài chính", "Sở", "99999999999", "30"]))
table("unknown_new.csv", [["Đơn vị cũ", "Mã mới", "Tên mới"], ["xã Đồng Tiến", "X99", ""], ["", "X09", ""], ["xã Kim Sơn", "", ""]])

# Encodings.
table("utf16.txt", short(["S01", "Sở Tài chính", "Sở", "1279", "30"]), "\t", "utf-16")
VNI = {}
BASE = {"a": "aâă", "e": "eê", "i": "i", "o": "oôơ", "u": "uư", "y": "y"}
import unicodedata

TCVN3 = dict(zip("ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
    [*range(0xA1, 0xAF), 0xB5, 0xB6, 0xB7, 0xB8, 0xB9, 0xBB, 0xBC, 0xBD, 0xBE, 0xC6, 0xC7, 0xC8, 0xC9, 0xCA, 0xCB, 0xCC, 0xCE, 0xCF, 0xD0, 0xD1,
     0xD2, 0xD3, 0xD4, 0xD5, 0xD6, 0xD7, 0xD8, 0xDC, 0xDD, 0xDE, 0xDF, 0xE1, 0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xEB, 0xEC, 0xED,
     0xEE, 0xEF, 0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA, 0xFB, 0xFC, 0xFD, 0xFE]))


def tcvn3(text):
    """Capitals with a tone come from a font of capitals; they are small letters here."""
    out = []
    for c in text:
        if c in TCVN3: out.append(TCVN3[c])
        elif c.lower() in TCVN3: out.append(TCVN3[c.lower()])
        else: out.append(ord(c))
    return bytes(out)


def vni(text):
    tones = {"\u0300": "ø", "\u0301": "ù", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
    hats = {"": "â", "\u0300": "à", "\u0301": "á", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
    cups = {"": "ê", "\u0300": "è", "\u0301": "é", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
    single = {"í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ", "Đ": "Ñ"}
    out = ""
    for c in unicodedata.normalize("NFC", text):
        if c in single:
            out += single[c]
            continue
        parts = unicodedata.normalize("NFD", c)
        tone = next((mark for mark in parts[1:] if mark in tones), "")
        base = parts[0]
        if "\u0302" in parts: out += base + hats[tone]
        elif "\u0306" in parts: out += base + cups[tone]
        elif "\u031b" in parts: out += {"o": "ô", "O": "Ô", "u": "ö", "U": "Ö"}[base] + tones.get(tone, "")
        else: out += base + tones.get(tone, "")
    return out.encode("latin-1")


def windows1258(text):
    out = ""
    for c in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", c)
        tone = next((mark for mark in parts[1:] if mark in "\u0300\u0301\u0309\u0303\u0323"), "")
        rest = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark != tone))
        out += rest + tone
    return out.encode("cp1258")


plain = lines(short(["S01", "Sở Tài chính", "Sở", "1279", "30"], ["P01", "UBND phường Sơn Thành", "Phường", "1279", "30"]))
put("tcvn3.csv", tcvn3(plain))
put("vni.csv", vni(plain))
put("windows1258.csv", windows1258(plain))
put("latin1.csv", "Mã;Tên;N\r\nS01;Bäckerei Käse, Österreich, Füße, Größe;5\r\n".encode("latin-1"))
book("font.xlsx", rows(["Mã", "Tên đơn vị", "Loại", "N"], ["S01", tcvn3("Sở Tài chính và Đầu tư").decode("latin-1"), "Sở", 5]))

# Files that are no text.
put("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le") + bytes(100))
put("password.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(100))
put("binary.csv", bytes(range(256)))
put("document.csv", b"%PDF-1.7\n1 0 obj\n")
put("web.xls", "<html><body><table><tr><td>Mã</td><td>Tên</td></tr></table></body></html>".encode())

# Workbooks.
KIND = ["Mã", "Tên đơn vị", "Loại", "N", "Chỉ tiêu"]
good = book("one.xlsx", rows(KIND, ["S01", "Sở Tài chính", "Sở", 1279, 30]))
put("truncated.xlsx", good[: len(good) // 2])


def merged(workbook):
    rows(KIND, ["S01", "Sở Tài chính", "Sở", 1279, 30], ["S02", "Sở Y tế", "Sở", 500, 30], ["S03", "Sở Nội vụ", "Sở", 500, 30])(workbook)
    workbook.active.merge_cells("C2:C4")


book("merged.xlsx", merged)
book("formula.xlsx", rows(KIND, ["S01", "Sở Tài chính", "Sở", "#REF!", 30], ["S02", "#NAME?", "Sở", 500, 30]))
book("decimal.xlsx", rows(KIND, ["S01", "Sở Tài chính", "Sở", 1.279, 30]))
book("date.xlsx", rows(KIND, ["S01", "Sở Tài chính", "Sở", datetime.date(2026, 9, 1), 30]))


def sheets(workbook):
    rows(["Hướng dẫn"], ["Điền trang bên cạnh"], sheet="Hướng dẫn")(workbook)
    second = workbook.create_sheet("Đơn vị")
    for row in [KIND, ["S01", "Sở Tài chính", "Sở", 1279, 30]]:
        second.append(row)
    third = workbook.create_sheet("Ẩn")
    third.append(KIND)
    third.sheet_state = "hidden"


book("several_sheets.xlsx", sheets)


def hidden(workbook):
    rows(KIND, ["S01", "Sở Tài chính", "Sở", 1279, 30], ["S02", "Sở Y tế", "Sở", 500, 30])(workbook)
    workbook.active.row_dimensions[3].hidden = True


book("hidden_row.xlsx", hidden)


def far(workbook):
    rows(KIND, ["S01", "Sở Tài chính", "Sở", 1279, 30])(workbook)
    workbook.active["XFD1048576"] = "xa"


book("far_cell.xlsx", far)


def zipped(name, parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for part, data in parts.items():
            new.writestr(zipfile.ZipInfo(part, (2026, 9, 15, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    put(name, out.getvalue())
    return out.getvalue()


with zipfile.ZipFile(io.BytesIO(good)) as old:
    parts = {part: old.read(part) for part in old.namelist()}
bomb = zipped("bomb.xlsx", {**parts, "xl/media/a.bin": bytes(101 << 20)})
# The same, and its directory says that the part has ten bytes.
lying = bytearray(bomb)
size = struct.pack("<I", 101 << 20)
for at in range(len(lying) - 4):
    if lying[at : at + 4] == size:
        lying[at : at + 4] = struct.pack("<I", 10)
put("bomb_lying.xlsx", bytes(lying))
zipped("other.ods", {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"})
zipped("letter.docx", {"word/document.xml": "<x/>"})
zipped("archive.zip", {"a.txt": "x"})
zipped("no_sheet.xlsx", {**parts, "xl/worksheets/sheet1.xml": "<worksheet><sheetData><row"})
