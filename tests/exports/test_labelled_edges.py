"""Cells, names and archives of files for SPSS and Stata, at the edges of what they can hold."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.columns import CellKind, Column
from exports.labelled.dta import write_dta
from exports.labelled.files import write_dta_zip, write_sav_zip
from exports.labelled.naming import STATA_LIMIT, STATA_RESERVED, legal_names, stata_name
from exports.labelled.sav import write_sav
from exports.labelled.sps_text import LONGEST_LINE
from exports.names import SPSS_RESERVED
from exports.source import Choices
from exports.table import Table
from instruments.definitions import Kind
from instruments.versions import library
from instruments.wording import Text
from tests.exports.builders_source import frame, instrument, item, likert, record, source

READERS = {"sav": pyreadstat.read_sav, "dta": pyreadstat.read_dta}
WRITERS = {"sav": write_sav, "dta": write_dta}


def plain(kind, name, *cells):
    """Write a table of one column of a kind without an instrument."""
    return Table("plain", (Column(name, kind, Text(en=name)),), [(cell,) for cell in cells])


@pytest.mark.parametrize("length", [1, 8, 255, 256, 504, 505, 1000, 2045, 2046, 32_767])
@pytest.mark.parametrize("ending", READERS)
def test_texts_of_every_length_come_back_whole(tmp_path, ending, length):
    words = "ә" * (length // 2) + "x" * (length % 2)
    path = tmp_path / "plain"
    with path.open("wb") as out:
        WRITERS[ending](plain(CellKind.TEXT, "words", words, None, "x"), out, "en")
    columns, _ = READERS[ending](path, output_format="dict")

    assert columns["words"] == [words, "", "x"]


def test_a_longer_text_is_cut_for_spss_and_whole_for_stata(tmp_path):
    words = "ә" * 20_000
    found = {}
    for ending, write in WRITERS.items():
        with (tmp_path / ending).open("wb") as out:
            done = write(plain(CellKind.TEXT, "words", words), out, "en")
        columns, _ = READERS[ending](tmp_path / ending, output_format="dict")
        found[ending] = (columns["words"][0], done.variables[0].cut)

    assert found == {"sav": ("ә" * 16_383, 1), "dta": (words, 0)}


NUMBERS = st.one_of(
    st.none(),
    st.integers(-(2**60), 2**60),
    st.floats(
        allow_nan=False,
        allow_infinity=False,
        allow_subnormal=False,
        min_value=-1e300,
        max_value=1e300,
    ),
)


@given(st.lists(NUMBERS, max_size=4))
@pytest.mark.parametrize("ending", READERS)
def test_every_number_comes_back(tmp_path_factory, ending, numbers):
    path = tmp_path_factory.mktemp("numbers") / "n"
    with path.open("wb") as out:
        WRITERS[ending](plain(CellKind.NUMBER, "n", *numbers), out, "en")
    columns, _ = READERS[ending](path, output_format="dict")

    assert columns["n"] == [None if one is None else float(one) for one in numbers]


@pytest.mark.parametrize("number", [100, 101, 32_740, 32_741, 2_147_483_620, 2_147_483_621, -128])
def test_stata_keeps_whole_numbers_beside_its_missing_values(tmp_path, number):
    with (tmp_path / "n").open("wb") as out:
        write_dta(plain(CellKind.INTEGER, "n", number, None), out, "en")
    columns, _ = pyreadstat.read_dta(tmp_path / "n", output_format="dict")

    assert columns["n"] == [number, None]


def test_a_cell_of_another_kind_is_left_out_and_counted(tmp_path):
    for kind in (CellKind.INTEGER, CellKind.DATE, CellKind.TIME, CellKind.DATETIME):
        with (tmp_path / "n").open("wb") as out:
            done = write_sav(plain(kind, "n", "soon", None), out, "en")
        columns, _ = pyreadstat.read_sav(tmp_path / "n", output_format="dict")

        assert columns["n"] == [None, None]
        assert done.variables[0].odd == 1


@given(st.lists(st.text(max_size=80), max_size=30, unique_by=str.casefold))
def test_names_are_legal_and_no_two_are_alike(wanted):
    for make, limit, reserved in (
        (None, 64, SPSS_RESERVED),
        (stata_name, STATA_LIMIT, STATA_RESERVED),
    ):
        names = legal_names(wanted, *((make, limit) if make else ()))
        assert len({name.casefold() for name in names}) == len(wanted)
        for name in names:
            assert re.fullmatch("[A-Za-z][A-Za-z0-9_]*", name)
            assert len(name) <= limit
            assert (name.upper() if make is None else name) not in reserved
            assert make is not None or not name.endswith("_")


def test_reserved_names_change_and_others_keep_theirs():
    assert legal_names(("ALL", "by", "by_v", "A_", "A")) == ("ALL_v", "by_v_2", "by_v", "A_2", "A")
    assert legal_names(("if", "str12", "strL", "q" * 40), stata_name, 32)[:3] == (
        "if_v",
        "str12_v",
        "strL_v",
    )


TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=300)


@given(st.lists(TEXTS, min_size=1, max_size=4))
@pytest.mark.parametrize("ending", READERS)
def test_every_text_comes_back_but_for_blanks_at_its_end(tmp_path_factory, ending, texts):
    path = tmp_path_factory.mktemp("texts") / "t"
    with path.open("wb") as out:
        WRITERS[ending](plain(CellKind.TEXT, "words", *texts), out, "en")
    columns, _ = READERS[ending](path, output_format="dict")

    # a text in SPSS is filled up with blanks, and nobody can tell them from its own
    own = [one.rstrip(" ") for one in texts]
    assert columns["words"] == (own if ending == "sav" else texts)


@pytest.fixture(scope="module")
def of_the_library():
    """Make a study that asks every instrument of the library."""
    versions = {}
    for (key, _), one in library().items():
        versions[key] = (*versions.get(key, ()), one)
    made = source(next(iter(versions.values()))[0], [])
    return replace(made, frame=frame(("T1",), versions), instruments=versions)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize(("ending", "write"), [("sav", write_sav_zip), ("dta", write_dta_zip)])
def test_every_instrument_of_the_library_is_written(
    of_the_library, tmp_path, language, ending, write
):
    made = replace(of_the_library, choices=Choices(language))
    whole = archive(made, write)
    whole.extractall(tmp_path)
    names = [name for name in whole.namelist() if name.endswith(ending)]
    assert len(names) > len(made.instruments)
    for name in names:
        _, described = READERS[ending](tmp_path / name, output_format="dict", metadataonly=True)
        assert all(described.column_labels), name
    for script in tmp_path.glob("*.sps"):
        lines = script.read_bytes().split(b"\r\n")
        assert max(map(len, lines)) <= LONGEST_LINE


def archive(made, write=write_sav_zip) -> ZipFile:
    """Write the .zip of a source."""
    out = BytesIO()
    write(made, out)
    return ZipFile(out)


def test_the_readme_counts_and_names_what_could_not_stand_as_it_is():
    label = Text("қ" * 150, "я" * 150, "e" * 300)
    asked = instrument(
        item("ALL", Kind.SINGLE, "yes", "no"), item("open", Kind.LONG_TEXT, label=label)
    )
    some = [record("T1", 1, {"ALL": "maybe", "open": "ә" * 20_000})]
    whole = archive(source(asked, some))

    assert {*whole.namelist()} == {
        "tried_long.sav",
        "tried_wide.sav",
        "level2_teacher.sav",
        "level3_school.sav",
        "tried.sps",
        "README.txt",
    }
    readme = whole.read("README.txt").decode("utf-8-sig")
    assert "Names that had to change: 1\r\n  tried_long.sav: ALL = ALL_v\r\n" in readme
    assert "tried_long.sav: ALL_v: 1 = yes; 2 = no; 3 = maybe\r\n" in readme
    assert f"tried_long.sav: open: {'e' * 300}\r\n" in readme
    assert "tried_long.sav: open: 1\r\n" in readme
    assert "An empty cell" not in readme


def test_the_archive_for_stata_has_no_syntax_of_spss():
    whole = archive(source(likert(), []), write_dta_zip)

    tables = ("tried_long", "tried_wide", "tried_level1", "level2_teacher", "level3_school")
    assert {*whole.namelist()} == {*(f"{table}.dta" for table in tables), "README.txt", "tried.do"}
    assert ".a no answer" in whole.read("README.txt").decode()


def test_the_same_study_gives_the_same_archive():
    made = source(likert(), [record("T1", 1, {"Q1": "5"})])
    for write in (write_sav_zip, write_dta_zip):
        first, second = BytesIO(), BytesIO()
        summary = write(made, first)
        write(made, second)

        assert first.getvalue() == second.getvalue()
        assert summary.records == {"tried": 1}
