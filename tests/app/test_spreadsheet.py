"""An uploaded file is read as it stands, or refused with a sentence that says what to do."""

import io
import zipfile
from datetime import date

import pytest

from app.coordinate.spreadsheet import Unreadable, column_letter, read_sheet
from instruments.wording import LANGUAGES
from tests.app.sheets import csv_of, repacked, xlsx_of


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(Unreadable) as raised:
        read_sheet(data, name)
    for language in LANGUAGES:
        assert raised.value.message.in_(language)
    return str(raised.value)


def test_row_numbers_are_those_of_the_spreadsheet():
    sheet = read_sheet(csv_of("code,school", "T01,S1", "", "  ,", "T02,S2"), "roster.csv")
    assert sheet.columns == ("code", "school")
    assert [(row.number, row.cells["code"]) for row in sheet.rows] == [(2, "T01"), (5, "T02")]


def test_workbook_keeps_numbers_and_days():
    data = xlsx_of([" code ", "years", "joined"], [], ["T01", 7, date(2023, 9, 10)], [None, 8.5])
    sheet = read_sheet(data, "roster.xlsx")
    assert sheet.columns == ("code", "years", "joined")
    assert [row.number for row in sheet.rows] == [3, 4]
    assert sheet.rows[0].cells == {"code": "T01", "years": 7, "joined": date(2023, 9, 10)}
    assert sheet.rows[1].cells == {"years": 8.5}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiter_is_found_on_the_header(delimiter):
    lines = (delimiter.join(row) for row in (("code", "note"), ("T01", '"a;b,c"')))
    sheet = read_sheet(csv_of(*lines), "a.csv")
    assert sheet.rows[0].cells == {"code": "T01", "note": "a;b,c"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_cyrillic_in_every_usual_encoding(encoding):
    data = "код;школа\r\nТ1;Школа пять\r\n".encode(encoding)
    assert read_sheet(data, "a.csv").rows[0].cells == {"код": "Т1", "школа": "Школа пять"}


def test_lost_kazakh_letters_are_noticed():
    data = "код;мектеп\r\n1;О?ушылар сарайы\r\n".encode("cp1251")
    assert "Kazakh letters were lost" in refusal(data, "a.csv")


def test_formula_guard_of_our_own_csv_is_taken_off():
    sheet = read_sheet(csv_of("code,text", "T01,'=1+1", "T02,''quoted", "T03,'tis"), "a.csv")
    assert [row.cells["text"] for row in sheet.rows] == ["=1+1", "'quoted", "'tis"]


def test_rows_of_remarks_are_left_out_and_counted():
    sheet = read_sheet(csv_of("code,school", "# code of the teacher,its code", "T01,S1"), "a.csv")
    assert len(sheet.rows) == 1
    assert sheet.remarks == 1


def test_the_preferred_sheet_is_read_and_the_others_are_named():
    data = xlsx_of(["about"], ["this file"], title="README", scores_long=[["code"], ["P01"]])
    assert read_sheet(data, "a.xlsx").columns == ("about",)
    sheet = read_sheet(data, "a.xlsx", prefer="scores_long")
    assert (sheet.columns, sheet.others) == (("code",), ("README",))


def test_hidden_and_empty_sheets_are_passed_over():
    data = xlsx_of(title="Empty", Data=[["code"], ["P01"]])
    assert read_sheet(data, "a.xlsx").name == "Data"


def test_a_workbook_that_states_a_wrong_size_is_read_whole():
    data = xlsx_of(["code", "school"], ["T01", "S1"], ["T02", "S2"])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    smaller = xml.replace(b'<dimension ref="A1:B3"', b'<dimension ref="A1:A1"')
    assert smaller != xml
    whole = read_sheet(repacked(data, **{"xl/worksheets/sheet1.xml": smaller}), "a.xlsx")
    assert [dict(row.cells) for row in whole.rows] == [
        {"code": "T01", "school": "S1"},
        {"code": "T02", "school": "S2"},
    ]


def test_letters_of_columns():
    assert [column_letter(index) for index in (0, 25, 26, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
    ]


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"%PDF-1.7 ...", "scores.xlsx", "This is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old.xlsx", "Excel 97-2003"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old.xls", "Excel 97-2003"),
        (b"<!DOCTYPE html><html><table>", "scores.xlsx", "web page"),
        (b"\xef\xbb\xbf\r\n<table><tr>", "scores.csv", "web page"),
        (b'<?xml version="1.0"?><Workbook>', "scores.xlsx", "XML"),
        (b"{\\rtf1 hello}", "scores.csv", "text document"),
        (b"\x89PNG\r\n\x1a\n", "photo.xlsx", "picture"),
        (b"\xff\xd8\xff\xe0", "photo.jpg", "picture"),
        (b"code,school\r\nT01,S1\r\n", "roster.xlsx", "this is a text file"),
        (b"code,school\r\nT01,S1\r\n", "roster.ods", "Only .xlsx and .csv"),
        (b"", "roster.csv", "empty"),
        (b"  \r\n ", "roster.csv", "empty"),
        (b"\x00\x01\x02\x03", "roster.csv", "neither a workbook nor text"),
        (b"\x81\x8d\x98\x90", "roster.csv", "neither a workbook nor text"),
        (b"caf\xe9,na\xefve\r\n1,2", "roster.csv", "letters of this file"),
        (b"PK\x03\x04 cut short", "roster.xlsx", "damaged"),
    ],
)
def test_an_upload_that_is_not_what_its_name_says(data, name, says):
    assert says in refusal(data, name)


def _zip_of(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_other_packed_files_are_told_apart():
    assert "archive" in refusal(_zip_of(**{"roster.csv": b"code"}), "roster.xlsx")
    assert "text document" in refusal(_zip_of(**{"word/document.xml": b"<a/>"}), "roster.xlsx")
    table = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}
    assert "OpenDocument" in refusal(_zip_of(**table), "roster.xlsx")
    assert "macros" in refusal(
        _zip_of(**{"xl/workbook.xml": b"<a/>", "xl/vbaProject.bin": b"x"}), "roster.xlsx"
    )
    assert "rename it to .xlsx" in refusal(xlsx_of(["code"], ["T01"]), "roster.csv")


def test_a_bomb_is_refused_before_it_is_unpacked():
    data = xlsx_of(["code"], ["T01"])
    bomb = repacked(data, **{"xl/worksheets/sheet1.xml": b"<c/>" * 2_000_000})
    assert "parts that a table has not" in refusal(bomb, "a.xlsx")
    crowd = repacked(data, **{f"xl/media/{number}.bin": b"x" for number in range(300)})
    assert "too big" in refusal(crowd, "a.xlsx")
    nested = repacked(data, **{"xl/embeddings/inner.xlsx": data})
    assert "parts that a table has not" in refusal(nested, "a.xlsx")


def test_entities_are_refused():
    laughs = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'
    data = repacked(xlsx_of(["code"], ["T01"]), **{"xl/sharedStrings.xml": laughs})
    assert "parts that a table has not" in refusal(data, "a.xlsx")


def test_a_damaged_workbook_is_said_to_be():
    data = repacked(xlsx_of(["code"], ["T01"]), **{"xl/worksheets/sheet1.xml": b"<worksheet><row"})
    assert "damaged" in refusal(data, "a.xlsx")


def test_two_columns_of_one_name():
    assert "A and C" in refusal(csv_of("code,school,Code", "1,2,3"), "a.csv")


def test_a_filled_column_without_a_name():
    assert "Cell B3" in refusal(csv_of("code,,school", "T01,,S1", "T02,x,S2"), "a.csv")
    assert read_sheet(csv_of("code,,school", "T01,,S1"), "a.csv").columns == ("code", "school")


def test_more_cells_than_columns():
    assert "Cell C2" in refusal(csv_of("code,school", "T01,S1,7"), "a.csv")


def test_quotation_marks_that_do_not_fit():
    assert "Line 2" in refusal(csv_of("code,text", 'T01,"a"b"'), "a.csv")


def test_a_formula_without_its_result_is_not_read_as_blank():
    assert "Cell B2" in refusal(xlsx_of(["code", "score"], ["P01", "=1+1"]), "a.xlsx")


def test_an_error_of_the_spreadsheet_is_named():
    assert "Cell B2 shows the error #N/A" in refusal(
        xlsx_of(["code", "score"], ["P01", "#N/A"]), "a.xlsx"
    )


def test_too_many_columns():
    assert "500 columns" in refusal(csv_of(",".join(f"c{n}" for n in range(501)), "1"), "a.csv")


def test_too_many_rows(monkeypatch):
    monkeypatch.setattr("app.coordinate.spreadsheet.MOST_ROWS", 3)
    assert "more than 3 rows" in refusal(csv_of("code", *"abcd"), "a.csv")
    assert len(read_sheet(csv_of("code", *"abc"), "a.csv").rows) == 3


def test_a_sheet_of_a_million_cells(monkeypatch):
    monkeypatch.setattr("app.coordinate.spreadsheet.MOST_CELLS", 5)
    assert "more than 5 cells" in refusal(xlsx_of(["a", "b"], [1, 2], [3, 4]), "a.xlsx")
