"""DDI-Codebook 2.5: elements in the schema's order, ids and references, and what the source says.

The order is that of the schema's documentation (DDI Alliance, 2012): what an element may
hold, in sequence, and how often. An element that is not in the table is an error here, so
nothing unchecked can slip in.
"""
import unittest
import xml.etree.ElementTree as xml

from source import MAIN, RANDOM, expected, one_line

NAMESPACE = "{ddi:codebook:2_5}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

# Element: its children in sequence; `!` at least one, `?` at most one, `*` any number.
ORDER = {
    "codeBook": "docDscr* stdyDscr! fileDscr* dataDscr* otherMat*",
    "docDscr": "citation? guide* docStatus* docSrc* controlledVocabUsed* notes*",
    "stdyDscr": "citation! studyAuthorization* stdyInfo* studyDevelopment* method* dataAccs* othrStdyMat* notes*",
    "citation": "titlStmt! rspStmt? prodStmt? distStmt? serStmt* verStmt* biblCit* holdings* notes*",
    "titlStmt": "titl! subTitl* altTitl* parTitl* IDNo*",
    "rspStmt": "AuthEnty* othId*",
    "prodStmt": "producer* copyright? prodDate* prodPlac* software* fundAg* grantNo*",
    "distStmt": "distrbtr* contact* depositr* depDate* distDate*",
    "stdyInfo": "studyBudget* subject* abstract* sumDscr* qualityStatement? notes* exPostEvaluation*",
    "sumDscr": "timePrd* collDate* nation* geogCover* geogUnit* geoBndBox? boundPoly* anlyUnit* universe* dataKind*",
    "method": "dataColl* notes* anlyInfo* stdyClas* dataProcessing* codingInstructions*",
    "dataColl": "timeMeth* dataCollector* collectorTraining* frequenc* sampProc* sampleFrame* targetSampleSize* deviat* collMode* resInstru* "
    "instrumentDevelopment* sources? collSitu* actMin* ConOps* weight* cleanOps*",
    "fileDscr": "fileTxt* locMap? notes*",
    "fileTxt": "fileName* fileCitation? dataFingerprint* fileCont* fileStrc? dimensns? fileType* format* filePlac* dataChck* ProcStat* dataMsng* software* verStmt*",
    "dimensns": "caseQnty* varQnty* logRecL* recPrCas* recNumTot*",
    "dataDscr": "varGrp* nCubeGrp* var* nCube* notes*",
    "var": "location* labl* imputation? security? embargo? respUnit? anlysUnit? qstn* valrng* invalrng* undocCod* universe* TotlResp? sumStat* txt* "
    "stdCatgry* catgryGrp* catgry* codInstr* verStmt* concept* derivation? varFormat? geoMap* catLevel* notes*",
    "qstn": "preQTxt* qstnLit* postQTxt* forward* backward* ivuInstr*",
    "catgry": "catValu? labl* txt* catStat* mrow? catgry*",
    "otherMat": "labl* txt* notes* table* citation? otherMat*",
}
TEXT = set(
    "titl parTitl IDNo AuthEnty producer prodDate software distDate collDate nation universe dataKind sampProc notes fileName caseQnty varQnty fileType "
    "labl qstnLit sumStat txt catValu varFormat".split()
)
ATTRIBUTES = {
    "codeBook": {"version", "ID"},
    "collDate": {"date", "event", "cycle"},
    "prodDate": {"date"},
    "distDate": {"date"},
    "nation": {"abbr"},
    "fileDscr": {"ID"},
    "fileType": {"charset"},
    "var": {"ID", "name", "files", "intrvl", "dcml"},
    "sumStat": {"type"},
    "catgry": {"missing"},
    "varFormat": {"type"},
    "otherMat": {"type", "level", "URI"},
}
WORDS = {
    ("collDate", "event"): {"start", "end", "single"},
    ("var", "intrvl"): {"contin", "discrete"},
    ("sumStat", "type"): {"mean", "medn", "mode", "vald", "invd", "min", "max", "stdev", "other"},
    ("catgry", "missing"): {"Y", "N"},
    ("varFormat", "type"): {"character", "numeric"},
    ("codeBook", "version"): {"2.5"},
}


def name(element):
    assert element.tag.startswith(NAMESPACE), element.tag
    return element.tag.removeprefix(NAMESPACE)


def faults(element, path=""):
    """What is wrong with an element and all that it holds."""
    own = name(element)
    path = f"{path}/{own}"
    for attribute, value in element.attrib.items():
        if attribute != LANGUAGE and attribute not in ATTRIBUTES.get(own, set()):
            yield f"{path}@{attribute} is not allowed"
        if value not in WORDS.get((own, attribute), {value}):
            yield f"{path}@{attribute} is {value}"
    children = [name(child) for child in element]
    if own in TEXT:
        if children:
            yield f"{path} holds {children}"
        return
    if own not in ORDER:
        yield f"{path} is not known"
        return
    if (element.text or "").strip():
        yield f"{path} has text"
    rest = children
    for part in ORDER[own].split():
        wanted, often = part[:-1], part[-1]
        count = next((at for at, child in enumerate(rest) if child != wanted), len(rest))
        rest = rest[count:]
        if (often == "!" and count == 0) or (often == "?" and count > 1):
            yield f"{path} has {count} {wanted}"
    if rest:
        yield f"{path}: {rest[0]} is out of order"
    for child in element:
        yield from faults(child, path)


class Ddi(unittest.TestCase):
    def check(self, place):
        tree = xml.parse(place / "codebook.xml").getroot()
        self.assertEqual(list(faults(tree)), [])
        found = {key: [of for of in tree.iter(NAMESPACE + key)] for key in ["var", "caseQnty", "fileDscr"]}
        meant = expected(place)
        ids = [of.attrib["ID"] for of in tree.iter() if "ID" in of.attrib]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertEqual([int(of.text) for of in found["caseQnty"]], [len(meant["records"])])
        for variable, of in zip(meant["variables"], found["var"], strict=True):
            self.assertIn(of.attrib["files"], ids)
            self.variable(of, variable)
        names = [of.attrib["name"].lower() for of in found["var"]]
        self.assertEqual(len(names), len(set(names)))
        for at, of in enumerate(found["var"]):
            counts = {part.attrib["type"]: int(part.text) for part in of.iter(NAMESPACE + "sumStat")}
            none = sum(record[at] is None for record in meant["records"])
            self.assertEqual(counts, {"vald": len(meant["records"]) - none, "invd": none})

    def variable(self, found, meant):
        text = lambda of, key: next((part.text or "" for part in of.findall(NAMESPACE + key) if part.attrib.get(LANGUAGE, "vi") == "vi"), None)
        plain = lambda of: one_line(of).replace("\x7f", "\ufffd")
        self.assertEqual(text(found, "labl"), plain(meant["label"]))
        categories = found.findall(NAMESPACE + "catgry")
        for category, of in zip(meant["categories"], categories, strict=True):
            self.assertEqual(text(of, "labl"), plain(category["label"]))
            self.assertEqual(of.attrib.get("missing") == "Y", category["missing"])
            value = text(of, "catValu")
            meant_value = category["value"]
            self.assertEqual(float(value) if isinstance(meant_value, float) else value, plain(meant_value) if isinstance(meant_value, str) else meant_value)

    def test_usual(self):
        self.check(MAIN)
        files = [of.attrib["URI"] for of in xml.parse(MAIN / "codebook.xml").getroot().iter(NAMESPACE + "otherMat")]
        self.assertEqual(files, [f"sipas-2026-{of}.csv" for of in ["overall", "units", "unit_groups", "profile"]])

    def test_hostile(self):
        for place in RANDOM:
            self.check(place)

    def test_the_checker_finds_what_is_out_of_order(self):
        text = (MAIN / "codebook.xml").read_text(encoding="utf-8")
        for wrong in [
            text.replace("<stdyInfo>", "<method/><stdyInfo>", 1),
            text.replace("<catValu>", "<catValu/><catValu>", 1),
            text.replace("<varFormat", "<format/><varFormat", 1),
            text.replace('type="vald"', 'type="valid"', 1),
            text.replace("<IDNo>", "<titl>b</titl><IDNo>", 1),
        ]:
            self.assertNotEqual(wrong, text)
            self.assertNotEqual(list(faults(xml.fromstring(wrong))), [])
