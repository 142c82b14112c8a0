"""Makes the corpora that were thought of by hand: cut, flipped, too long, of the wrong
type. Beside them lie `find-*`: inputs by which a run of examples/fuzz.rs broke a reader.

    python3 tests/data/fuzz/make.py
"""
import base64
import io
import json
import os
import random
import struct
import zipfile
from hashlib import sha256

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..", "..")
random.seed(4)


def put(target, name, data):
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass")
    os.makedirs(os.path.join(HERE, target), exist_ok=True)
    with open(os.path.join(HERE, target, name), "wb") as out:
        out.write(data)


def read(path):
    with open(os.path.join(ROOT, path), "rb") as file:
        return file.read()


def flipped(data, bit):
    data = bytearray(data)
    data[bit // 8 % len(data)] ^= 1 << bit % 8
    return bytes(data)


def record(envelope, length=None):
    length = len(envelope) if length is None else length
    return b"\x1e>P\x01" + length.to_bytes(3, "big") + envelope + sha256(envelope).digest()[:4]


def b32(data):
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    return "".join(alphabet[int(bits[i:i + 5], 2)] for i in range(0, len(bits), 5))


def nasty_json(target, text):
    """What breaks readers of JSON, made of a text that is whole."""
    whole = json.loads(text)
    put(target, "cut", text[: len(text) // 2])
    put(target, "empty", "")
    put(target, "null", "null")
    put(target, "list_instead", "[" + text + "]")
    put(target, "deep", "[" * 5000)
    put(target, "deep_objects", '{"a":' * 3000 + "1" + "}" * 3000)
    put(target, "lone_surrogate", '{"phieu":"\\ud800","version":1}')
    put(target, "repeated_keys", "{" + ",".join('"version":1' for _ in range(300)) + "}")
    put(target, "not_utf8", b"\xff\xfe{\x00" + bytes(range(128, 192)))
    put(target, "bom_and_controls", "\ufeff" + text[:40] + "\x00\x01" + text[40:])
    if isinstance(whole, dict):
        for name, value in {"numbers": 1e308, "strings": "x" * 300, "lists": [[[]]], "objects": {"": {}}, "nulls": None, "negative": -1, "huge": 10**30}.items():
            put(target, "wrong_types_" + name, json.dumps({key: value for key in whole}))


def handin():
    some = [bytes([i]) * (160 if i % 2 else 256) for i in range(6)]
    mark = b"\x89PHIEU1\n"
    whole = mark + b"".join(map(record, some))
    put("phieu_file", "cut_in_a_record", whole[:300])
    put("phieu_file", "flipped_length", flipped(whole, 8 * 14 + 3))
    put("phieu_file", "flipped_check", flipped(whole, 8 * 178))
    put("phieu_file", "length_of_everything", mark + record(b"x" * 20, 0xFFFFFF) + record(b"y" * 20))
    put("phieu_file", "length_of_zero", mark + record(b"") * 40)
    put("phieu_file", "marks_alone", mark + b"\x1e>P\x01" * 300)
    put("phieu_file", "a_record_in_a_record", mark + record(record(b"inner") + b"\x1e>P\x01"))
    put("phieu_file", "text_mode_line_ends", whole.replace(b"\n", b"\r\n"))
    put("phieu_file", "later_version", b"\x89PHIEU2\n" + whole[8:])
    put("phieu_file", "two_files_in_one", whole[:400] + whole)
    put("phieu_file", "as_utf8", whole[:500].decode("latin-1"))
    text = "PHIEU1(\n" + "\n".join(b32(whole)[i:i + 64] for i in range(0, len(b32(whole)), 64)) + "\n)\n"
    put("pasted_text", "cut_then_whole", text[:700] + "\nvà đây là tin sau\n" + text)
    put("pasted_text", "no_end", text[:-3])
    put("pasted_text", "small_letters_quoted", "> " + text.lower().replace("\n", "\n> "))
    put("pasted_text", "wrong_letters", text.replace("0", "O").replace("1", "l"))
    put("pasted_text", "a_letter_missing", text[:200] + text[201:])
    put("pasted_text", "invisible_between", text.replace("\n", "\u200b\n\u00a0"))
    put("pasted_text", "beginnings", "PHIEU1(" * 400)
    put("pasted_text", "empty_ones", "PHIEU1()" * 400)
    put("pasted_text", "combining", "PHIEU1(" + "Ạ\u0301é🙂" * 60 + ")" + text)
    put("pasted_text", "other_file_inside", "PHIEU1(" + b32(b"%PDF-1.7") + ")")

    def part(number, length, size, body, mark=b"12345678"):
        head = bytes([1, number]) + mark + length.to_bytes(3, "big") + size.to_bytes(2, "big") + b"\0"
        check = sha256(head + body).digest()[:1]
        whole = head[:15] + check + body
        return struct.pack(">H", len(whole)) + whole

    put("qr_parts", "of_nothing", part(0, 0, 0, b"") * 3)
    put("qr_parts", "more_than_it_says", part(0, 0xFFFFFF, 384, b"x" * 384))
    put("qr_parts", "size_of_one", b"".join(part(i, 200, 1, b"x") for i in range(200)))
    put("qr_parts", "false_data", b"".join(part(i, 20, 10, bytes([i]) * 10) for i in range(4)))
    put("qr_parts", "of_two_hand_ins", part(0, 20, 10, b"x" * 10) + part(1, 20, 10, b"y" * 10, b"87654321"))
    put("qr_parts", "the_same_ten_times", part(7, 20, 10, b"x" * 10) * 10)


def sealed():
    envelope = bytes.fromhex(read("tests/data/frozen/sealed1/webcrypto.txt").decode().split()[0]) if all(c in "0123456789abcdef" for c in read("tests/data/frozen/sealed1/webcrypto.txt").decode().split()[0]) else b"\x01" + bytes(159)
    for name, data in {
        "empty": b"", "cut": envelope[:159], "longer": envelope + b"\0", "later_version": b"\x02" + envelope[1:], "zeros": bytes(160),
        "flipped": flipped(envelope, 8 * 50), "low_order_point": envelope[:5] + bytes(32) + envelope[37:], "largest": b"\x01" + bytes(8191),
    }.items():
        put("envelope", name, data)
    for name, data in {
        "empty": b"", "version_alone": b"\x01", "unknown_kind": b"\x07abc", "correction_no_text": b"\x02\xff\xfe", "note_of_nothing": b"\x03{}",
        "correction_bomb": b'\x02{"reason":"' + b"x" * 4000 + b'"}', "padding_alone": b"\x80\0\0\0", "deep": b"\x03" + b"[" * 5000,
    }.items():
        put("content", name, data)
    for name, data in {
        "empty": b"", "head_alone": b"\x01" + bytes(10), "later_version": b"\x02" + bytes(60), "ones": b"\x01" + bytes(11) + b"\xff" * 400,
        "zeros": b"\x01" + bytes(400), "too_long": b"\x01" + bytes(3000), "noise": b"\x01" + random.randbytes(300),
    }.items():
        put("packed", name, data)


def records():
    good = "d.demo.5R2K8M0QZ7VJ3N1X=9 ABCDEFGH draft text"
    for name, text in {
        "no_payload": "x.demo=5 ABCDEFGH", "no_check": "x.demo=5", "no_sequence": "x.demo= ABCDEFGH y", "negative": "x.demo=-1 ABCDEFGH y",
        "leading_zero": "x.demo=007 ABCDEFGH y", "plus": "x.demo=+7 ABCDEFGH y", "past_the_end": "x.demo=18446744073709551616 A y",
        "greatest": "x.demo=18446744073709551615 ABCDEFGH y", "another_key": "e.AAAAAAAAAAAAAAAA=0 ABCDEFGH 5R2K8M0QZ7VJ3N1X zzzzz",
        "not_ascii": "x.demo=1 ABCDEFGH Phiếu", "key_of_nothing": "=1 ABCDEFGH y", "no_key": "1 2 3",
    }.items():
        put("journal_record", name, text)
    for name, text in {
        "both_erased": "d.a.b=3 A\n--\nd.a.b=4 A", "clock_at_its_end": f"d.a.b={2**64 - 1} A one\n--\nd.a.b={2**64 - 1} A other",
        "aside_of_aside": "aside.aside.d.a.b.C=0 A x\n--\nbroken.broken.d=0 A y", "many_rubbish": "\n".join(f"k{i}=rubbish" for i in range(700)),
        "same_twice": good + "\n" + good + "\n--\n" + good, "envelope_erased_there": "e.AAAAAAAAAAAAAAAA=0 A B C\n--\ne.AAAAAAAAAAAAAAAA=1 A",
        "no_lines": "", "keys_alone": "=\n=\n--\n=",
    }.items():
        put("journal_sides", name, text)
    for name, text in {
        "no_check": "phieu-ledger 1 demo open\n", "check_alone": "check X\n", "later_version": "phieu-ledger 2 demo open\ncheck X\n",
        "import_not_there": "phieu-ledger 1 demo open\nenvelope AAAA 5 trial\ncheck X\n", "settled_while_open": "phieu-ledger 1 demo open\nsettled AAAA new\ncheck X\n",
        "twice": "phieu-ledger 1 demo open\nenvelope AAAA ~ trial\nenvelope AAAA ~ trial\ncheck X\n", "percent": "phieu-ledger 1 %zz%2 open\ncheck X\n",
        "not_utf8_spelled": "phieu-ledger 1 %ff%fe open\ncheck X\n", "apart_of_apart": "phieu-ledger 1 demo closed\nsettled AAAA apart apart new\ncheck X\n",
        "numbers": f"phieu-ledger 1 demo open\nimport {2**64} ~ a\ncheck X\n", "lines": "\n" * 3000, "closed_with_code": "phieu-ledger 1 demo closed\nenvelope AAAA 0 response id code\ncheck X\n",
    }.items():
        put("ledger", name, text)
    nasty_json("response_text", read("tests/data/frozen/v1/response.json").decode())
    nasty_json("draft_text", read("tests/data/frozen/v1/draft.json").decode())
    nasty_json("correction", read("tests/data/frozen/v1/correction_unit.json").decode())
    for name, text in {
        "no_mark": "phieu.0.envelope.A={}", "broken_twice": "phieu.0.broken.phieu.0.envelope.A=x\nphieu.0.broken.phieu.0.envelope.A+=y", "no_campaign": "phieu.0.draft.=x",
        "empty_texts": "phieu.0.envelope.A=\nphieu.0.draft.demo.a=\nphieu.0.correction.=", "foreign": "other=1\n__proto__=2", "same_broken": "phieu.0.envelope.A=bad\nphieu.0.broken.phieu.0.envelope.A=worse",
    }.items():
        put("store_0", name, text)


def keys():
    nasty_json("key_file", read("tests/data/frozen/key1/key.json").decode())
    sheet = read("tests/data/frozen/key1/sheet1.txt").decode()
    for name, text in {
        "empty": "", "one_short": sheet.strip()[:-1], "one_long": sheet.strip() + "0", "letters_typed": sheet.lower().replace("0", "o").replace("1", "l"),
        "not_a_letter": sheet[:30] + "Đ" + sheet[31:], "groups_swapped": sheet[6:11] + " " + sheet[:6] + sheet[11:], "zeros": "0" * 80, "a_novel": "A" * 30000,
        "two_sheets": sheet + sheet, "spaces": " ".join(sheet), "dashes": "-" * 900,
    }.items():
        put("recovery_sheet", name, text)


def documents():
    nasty_json("campaign", json.dumps({k: v for k, v in json.loads(read("public/campaigns/desk.json")).items() if k != "units"} | {"units": []}))
    nasty_json("questionnaire", read("tests/data/questionnaires/all-kinds.json").decode())
    nasty_json("plan", read("tests/data/setA/plan.json").decode())
    nasty_json("scheme", read("tests/data/index/small.json").decode())
    form = json.loads(read("tests/data/questionnaires/all-kinds.json"))
    form["screen_out"] = {"when": "(" * 900 + "1" + ")" * 900, "message": {"vi": "x", "en": "x"}}
    put("questionnaire", "deep_expression", json.dumps(form))
    form["screen_out"]["when"] = "not " * 900 + "1"
    put("questionnaire", "long_expression", json.dumps(form))
    note = '{"phieu":"hand_in","version":1,"campaign":"demo","token":"48291306","device":"D","made":1,"count":1,"covers":"A","erased":[]}'
    nasty_json("hand_in_record", note)
    page = '{"results":[{"id":"A","doc":{"phieu":1,"envelope":"AAAA"}}],"last_seq":"1","pending":0}'
    nasty_json("drop_box", page)
    for name, text in {
        "deleted": '{"results":[{"id":"A","deleted":true}],"last_seq":"1"}', "no_documents": '{"results":[{"id":"A","doc":null}],"last_seq":"1"}',
        "sequence_list": '{"results":[],"last_seq":[1,"g1AAAA",{"a":1}]}', "sequence_tries_to_be_a_query": '{"results":[],"last_seq":"0&include_docs=false#"}',
        "base64_wrong": '{"results":[{"id":"A","doc":{"phieu":1,"envelope":"A=A=\\n"}}],"last_seq":"1"}',
        "an_error": '{"error":"unauthorized","reason":"x"}', "a_page": "<!doctype html><title>Login</title>",
        "large_envelope": '{"results":[{"id":"A","doc":{"phieu":1,"envelope":"' + base64.b64encode(bytes(9000)).decode() + '"}}],"last_seq":"1"}',
    }.items():
        put("drop_box", name, text)
    for name, text in {
        "a_page": "<!doctype html>\n<title>404</title>", "grouped": "AAAA-BBBB-CCCC-DDDD\n", "small_letters": "aaaa bbbb cccc dddd\r\n", "one_short": "AAAA-BBBB-CCCC-DDD\n",
        "not_sorted": "ZZZZ-ZZZZ-ZZZZ-ZZZZ\n0000-0000-0000-0000\n", "blank_lines": "\n" * 500, "accents": "ĐĐĐĐ-BBBB-CCCC-DDDD",
    }.items():
        put("receipt_list", name, text)


def tables():
    for name, data in {
        "one_cell": "a", "quotes": '"' * 999, "open_quote": 'Mã,Tên\n"X01,Xã\n' * 40, "nul": "Mã\0,Tên\0\nX01\0,Xã", "utf16_odd": "Mã;Tên\n".encode("utf-16") + b"x",
        "utf32": "Mã;Tên\nX;Y\n".encode("utf-32"), "columns": ";".join("c" * (i % 3) for i in range(900)) + "\n", "rows": "a;b\n" * 5002, "carriage_returns": "Mã;Tên\rX01;Xã\r",
        "formula": "Mã;Tên\n=HYPERLINK(\"http://x\");@SUM(1)\n", "combining": "Ma\u0303;Te\u0302n\nX01;Xa\u0303\n", "legacy_half": b"M\xb7;T\xaan\nX01;X\xb7 Kim\n\xff\n",
        "renamed_many": "Đơn vị cũ;Mã mới;Tên mới\n" + "".join(f"A{i};a\n" for i in range(2600)),
    }.items():
        put("unit_table", name, data)
        put("unit_csv", name, data)
    for name, data in {
        "head_alone": "Mã phiếu,Đơn vị,n_h,N_h,q1,q2\n", "numbers": "id,unit,N_h,q1\n1,X,1e999,5\n2,X,NaN,6\n3,X,-0,inf\n4,X,1.234.567,0x1\n", "levels": "id,unit,N_h,q1\n1,X,9,99999999999999999999\n",
        "two_populations": "id,unit,N_h,q1\n1,X,9,1\n2,X,8,1\n", "many_units": "id,unit,N_h,q1\n" + "".join(f"{i},U{i},9,1\n" for i in range(5100)), "ragged": "id,unit,N_h,q1\n1\n1,2,3,4,5,6\n\n,,,\n",
        "same_heads": "q1,q1,q1,unit,unit\n1,2,3,X,Y\n", "not_utf8": b"id,unit\n\xff\xfe,\x80\n",
    }.items():
        put("response_csv", name, data)

    def book(parts, store=zipfile.ZIP_DEFLATED):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", store) as file:
            for name, text in parts.items():
                file.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text, store)
        return out.getvalue()

    types = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    rels = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    head = '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'

    def sheet(inside):
        return book({"[Content_Types].xml": types, "xl/workbook.xml": head, "xl/_rels/workbook.xml.rels": rels, "xl/worksheets/sheet1.xml": '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' + inside + "</sheetData></worksheet>"})

    cell = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c></row>'
    whole = sheet(cell.format(1, "Mã") + cell.format(2, "X01"))
    for name, data in {
        "cut": whole[: len(whole) // 2], "flipped_deflate": flipped(whole, 8 * 70), "rows_from_the_end": sheet(cell.format(4294967295, "x") + cell.format(1, "y")),
        "entities": sheet(cell.format(1, "&a;&#x110000;&#0;&lt;")), "doctype": sheet("").replace(b"x", b"x"), "deep": sheet("<a>" * 3000), "no_close": sheet('<row r="1"><c r="A1"'),
        "negative": sheet(cell.format(-5, "x")), "letters": sheet('<row r="1"><c r="ZZZZZZZZ1"><v>1</v></c></row>'), "shared_not_there": sheet('<row r="1"><c r="A1" t="s"><v>999999</v></c></row>'),
        "numbers": sheet('<row r="1"><c r="A1"><v>1e999</v></c><c r="B1" t="d"><v>9999-99-99</v></c></row>'),
        "bomb_of_ten_thousand_rows": sheet("".join(cell.format(i, "x") for i in range(1, 10001))), "bomb_of_one_cell": sheet(cell.format(1, "x" * 3_000_000)),
        "parts": book({f"xl/p{i}": "" for i in range(300)} | {"xl/workbook.xml": head}), "same_names": whole + whole, "no_zip": b"PK\x03\x04" + bytes(300), "end_alone": b"PK\x05\x06" + bytes(18),
    }.items():
        put("workbook", name, data)
    for name, data in {"picture": b"\x89PNG\r\n\x1a\n" + bytes(40), "webp": b"RIFF\0\0\0\0WEBPVP8 ", "heic": b"\0\0\0\x18ftypheic", "half_a_mark": b"\x89PHIE", "text_then_bytes": b"PHIEU1(\xff\xff)", "questionnaire_cut": read("public/questionnaires/ward-office.json")[:900], "spaces": b" " * 500}.items():
        put("source", name, data)


handin()
sealed()
records()
keys()
documents()
tables()
