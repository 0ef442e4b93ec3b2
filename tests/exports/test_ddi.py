"""codebook.xml: in the order of DDI-Codebook 2.5, and true to the data."""

from dataclasses import replace
from datetime import date
from io import BytesIO

from lxml import etree

from exports.dataset import data_tables
from exports.ddi import NAMESPACE, DataFile, write_ddi
from exports.tallied import Tallied
from exports.wording import say
from instruments.definitions import Kind
from instruments.records import Mode, School, Wave
from tests.exports.builders_source import instrument, item, likert, record, source, text

ORDER = {
    "codeBook": "docDscr stdyDscr fileDscr dataDscr otherMat",
    "stdyDscr": "citation studyAuthorization stdyInfo studyDevelopment method dataAccs othrStdyMat",
    "citation": "titlStmt rspStmt prodStmt distStmt serStmt verStmt biblCit holdings notes",
    "rspStmt": "AuthEnty othId",
    "AuthEnty": "ExtLink",
    "titlStmt": "titl subTitl altTitl parTitl IDNo",
    "prodStmt": "producer copyright prodDate prodPlac software fundAg grantNo",
    "stdyInfo": "studyBudget subject abstract sumDscr qualityStatement notes exPostEvaluation",
    "sumDscr": (
        "timePrd collDate nation geogCover geogUnit geoBndBox boundPoly anlyUnit universe dataKind"
    ),
    "method": "dataColl notes anlyInfo stdyClas dataProcessing codingInstructions",
    "dataColl": (
        "timeMeth dataCollector collectorTraining frequenc sampProc sampleFrame targetSampleSize "
        "deviat collMode resInstru instrumentDevelopment sources collSitu actMin ConOps weight "
        "cleanOps"
    ),
    "fileDscr": "fileTxt locMap notes",
    "fileTxt": (
        "fileName fileCitation dataFingerprint fileCont fileStrc dimensns fileType format filePlac "
        "dataChck ProcStat dataMsng software verStmt"
    ),
    "dimensns": "caseQnty varQnty logRecL recPrCas recNumTot",
    "dataDscr": "varGrp nCubeGrp var nCube notes",
    "var": (
        "location labl imputation security embargo respUnit anlysUnit qstn valrng invalrng "
        "undocCod universe TotlResp sumStat txt stdCatgry catgryGrp catgry codInstr verStmt "
        "concept derivation varFormat geoMap catLevel notes"
    ),
    "qstn": "preQTxt qstnLit postQTxt forward backward ivuInstr",
    "invalrng": "item range key notes",
    "catgry": "catValu labl txt catStat mrow catgry",
}
"""The children of an element in the order of the standard; all others hold text alone."""
IN = {"d": NAMESPACE}


def book(made) -> etree._Element:
    """Write the codebook of a study and read it back."""
    observed = []
    for table in data_tables(made):
        one = Tallied(table)
        for _ in one.chunks():
            pass
        observed.append(one)
    files = [
        DataFile(f"data/{one.table.name}.{ending}", one.table.name, one.rows, len(one.figures))
        for one in observed
        for ending in ("csv", "sav")
    ]
    out = BytesIO()
    n = write_ddi(made, observed, files, out, say("no"), "tolqyn 1.0")
    root = etree.fromstring(out.getvalue())
    assert out.getvalue().startswith(b"<?xml")
    assert n == len(root.findall(".//d:var", IN))
    return root


def found(root, path: str) -> list:
    """Find elements by a path in the standard's namespace."""
    steps = (f"d:{step}" if step[:1].isalpha() else step for step in path.split("/"))
    return root.findall("/".join(steps), IN)


def variable(root, name: str):
    (one,) = (one for one in found(root, ".//var") if one.get("name") == name)
    return one


def worded(elements) -> dict[str, str]:
    """Give texts by their language."""
    return {one.get("{http://www.w3.org/XML/1998/namespace}lang"): one.text for one in elements}


ANSWERS = {"Q1": "5", "Q2": "1", "Q3": "5", "Q4": "4"}


def tried(**more):
    return source(likert(), [record("T1", 1, ANSWERS), record("T2", 1, {"Q1": "2"})], **more)


def test_elements_stand_in_the_order_of_the_standard():
    every = instrument(
        *(item(f"an_{kind}", kind, "1", "2") for kind in (Kind.SINGLE, Kind.MULTIPLE)),
        *(item(f"an_{kind}", kind) for kind in (Kind.LIKERT, Kind.DECIMAL, Kind.DATE, Kind.TIME)),
        item("rows", Kind.REPEAT, items=(item("inner", Kind.TEXT),)),
    )
    for made in (tried(invented=True), source(every, []), tried(schools=(), participants=())):
        root = book(made)
        for element in root.iter(etree.Element):
            name = etree.QName(element)
            assert name.namespace == NAMESPACE
            order = ORDER.get(name.localname, "").split()
            tags = [etree.QName(child).localname for child in element]
            places = [order.index(tag) for tag in tags]
            assert places == sorted(places), (name.localname, tags)
            if order:
                assert not (element.text or "").strip()


def test_identifiers_are_unique_and_references_lead_somewhere():
    root = book(tried())
    identifiers = [one.get("ID") for one in root.iter() if one.get("ID")]
    assert len({*identifiers}) == len(identifiers)
    described = found(root, "fileDscr")
    files = {one.get("ID"): found(one, "fileTxt/fileName")[0].text for one in described}
    for one in found(root, ".//var"):
        assert one.get("files").split() and {*one.get("files").split()} <= files.keys()
        assert one.get("intrvl") in ("discrete", "contin")
    named = [files[one] for one in variable(root, "Q1").get("files").split()]
    assert named == ["data/tried_long.csv", "data/tried_long.sav"]
    (sizes,) = (
        found(one, "fileTxt/dimensns")[0]
        for one in found(root, "fileDscr")
        if files[one.get("ID")] == "data/tried_wide.csv"
    )
    assert [int(one.text) for one in sizes] == [2, len(sizes_of("tried_wide"))]


def sizes_of(name: str) -> tuple[str, ...]:
    return next(table.header for table in data_tables(tried()) if table.name == name)


def test_a_variable_has_labels_question_codes_and_figures():
    one = variable(book(tried()), "Q1")

    wanted = {"kk": "Statement Q1 (kk)", "ru": "Statement Q1 (ru)", "en": "Statement Q1"}
    assert worded(found(one, "labl")) == wanted
    assert worded(found(one, "qstn/qstnLit")) == wanted
    codes = [code.get("VALUE") for code in found(one, "invalrng/item")]
    assert codes == ["-99", "-98", "-97", "-96"]
    assert {*worded(found(one, "invalrng/key"))} == {"kk", "ru", "en"}
    figures = {stat.get("type"): float(stat.text) for stat in found(one, "sumStat")}
    assert figures == {
        "vald": 2, "invd": 0, "min": 2, "max": 5, "mean": 3.5, "stdev": 4.5**0.5
    }  # fmt: skip
    counts = {
        found(category, "catValu")[0].text: int(found(category, "catStat")[0].text)
        for category in found(one, "catgry")
    }
    assert counts == {"1": 0, "2": 1, "3": 0, "4": 0, "5": 1}
    assert worded(found(found(one, "catgry")[4], "labl"))["kk"] == "Choice 5 (kk)"
    assert found(one, "varFormat")[0].get("type") == "numeric"


def test_scores_are_continuous_and_keys_are_text():
    root = book(tried())

    assert variable(root, "scale_Q").get("intrvl") == "contin"
    assert not found(variable(root, "scale_Q"), "catgry")
    assert not found(variable(root, "scale_Q"), "invalrng")
    who = next(one for one in found(root, ".//var") if one.get("name") == "participant_id")
    assert found(who, "varFormat")[0].get("type") == "character"
    assert not found(who, "invalrng") and not found(who, "qstn")


def test_the_choices_of_a_multiple_choice_are_yes_or_no():
    asked = instrument(item("many", Kind.MULTIPLE, "1", "2"))
    root = book(source(asked, [record("T1", 1, {"many": ("1",)})]))

    assert not found(variable(root, "many"), "catgry")
    flags = found(variable(root, "many_1"), "catgry")
    assert [found(one, "catStat")[0].text for one in flags] == ["0", "1"]
    assert worded(found(flags[1], "labl")) == {"kk": "иә", "ru": "да", "en": "yes"}


def test_the_study_is_described():
    waves = tuple(
        Wave(f"w{n}", n, "other", text(f"W{n}"), date(2023, n, 1), date(2023, n, 20))
        for n in (1, 2)
    )
    schools = (School("S1", "", {"region": "Абай"}), School("S2", "", {"region": "Ұлытау"}))
    answered = [record("T1", 1, ANSWERS), record("T2", 1, ANSWERS, mode=Mode.PAPER)]
    root = book(source(likert(), answered, waves=waves, schools=schools, invented=True))

    (titl,) = found(root, "stdyDscr/citation/titlStmt/titl")
    assert titl.text == "A study"
    assert {*worded(found(root, ".//parTitl"))} == {"kk", "ru"}
    days = [(one.text, one.get("event"), one.get("cycle")) for one in found(root, ".//collDate")]
    assert days[0] == ("2023-01-01", "start", "w1") and days[3] == ("2023-02-20", "end", "w2")
    assert worded(found(root, ".//nation"))["kk"] == "Қазақстан"
    assert worded(found(root, ".//geogCover"))["en"] == "Абай; Ұлытау"
    modes = [one.text for one in found(root, ".//collMode")]
    assert "online questionnaire" in modes and "бумага, введено вручную" in modes
    assert len(modes) == 6
    assert worded(found(root, ".//resInstru"))["en"] == "Questionnaire (tried, 1)"
    assert "invented" in worded(found(root, ".//abstract"))["en"]


def test_without_planned_days_the_records_say_when():
    days = [(one.get("date"), one.get("event")) for one in found(book(tried()), ".//collDate")]

    assert days == [("2023-09-22", "start"), ("2023-09-22", "end")]


def test_signs_that_no_xml_holds_do_not_stop_it():
    asked = instrument(item("odd", Kind.SINGLE, "a\x0b", "b"), title=text("T\x00"))
    one = variable(book(source(asked, [record("T1", 1, {"odd": "a\x0b"})])), "odd")

    assert found(one, "catgry/catValu")[0].text == "a\ufffd"
    assert found(one, "catgry/catStat")[0].text == "1"


def test_authors_stand_in_the_citation_in_their_order():
    made = source(likert(2), [])
    frame = replace(made.frame, authors="A. One; B. Two (0000-0002-1825-0097)")
    whole = book(replace(made, frame=frame))
    authors = whole.findall(".//d:citation/d:rspStmt/d:AuthEnty", IN)
    assert [one.text for one in authors] == ["A. One", "B. Two"]
    assert authors[1].find("d:ExtLink", IN).get("URI") == "https://orcid.org/0000-0002-1825-0097"
    assert book(made).find(".//d:rspStmt", IN) is None
