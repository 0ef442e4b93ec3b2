"""Do-files for Stata: scales as the program scores them, and texts that Stata reads as texts."""

import re
from io import BytesIO

from exports.dataset import data_tables
from exports.labelled.dta import write_dta
from exports.labelled.stata_script import comment, quoted, write_do
from instruments.definitions import Kind, Scale
from tests.exports.builders_source import instrument, item, likert, record, source, text

QUOTED = re.compile(r"`\"(.*?)\"'")


def script(made, language="en", path="{table}.dta") -> str:
    """Write the do-file of an instrument."""
    files = {
        one.name: write_dta(one, BytesIO(), language) for one in data_tables(made, reasons=True)
    }
    return write_do(made, "tried", files, language, path)


def test_scales_are_scored_from_reversed_items_and_compared_with_the_file():
    lines = script(source(likert(5), [])).split("\r\n")
    assert "generate double r_Q2 = 6 - Q2" in lines
    assert "egen double row_mean = rowmean(Q1 r_Q2 Q3 Q4 Q5)" in lines
    assert "replace new_Q = row_mean if answered >= 4" in lines
    assert "generate double dif_Q = abs(new_Q - scale_Q)" in lines
    assert "by wave_num: alpha Q1 r_Q2 Q3 Q4 Q5, asis casewise item" in lines


def test_items_that_a_condition_may_leave_out_are_counted_among_those_asked():
    scale = Scale("Q", text("Q"), ("Q1", "Q2"), frozenset(), 1, 5, 0.5)
    asked = instrument(item("Q1"), item("Q2", show_if="${Q1} = '1'"), scales=(scale,))
    words = script(source(asked, []))
    assert "    replace asked = asked + 1 if `item' != .b & (`item' != . | status" in words
    assert "answered > 0 & answered >= 0.5 * asked - 1e-9" in words


def test_waves_are_compared_with_gaps_and_among_those_with_every_wave():
    words = script(source(likert(2), []))
    assert "xtset person wave_num" in words
    assert "mixed scale_Q i.wave_num || person:, reml dfmethod(satterthwaite)" in words
    assert "mixed scale_Q i.wave_num || place: || person:, reml dfmethod(satterthwaite)" in words
    assert "keep if waves_there == 3" in words
    assert "anova scale_Q person wave_num, repeated(wave_num)" in words


def test_every_version_has_its_own_rule():
    old, new = likert(3), likert(4)
    newer = instrument(*new.items.values(), scales=new.scales, version=2)
    words = script(source([old, newer], []))
    assert "if answered >= 3 & inlist(instrument_version, 1)" in words
    assert "if answered >= 4 & inlist(instrument_version, 2)" in words


def test_no_text_ends_early_or_is_read_as_a_macro():
    nasty = "It's \"so\"' `x' $HOME \\ /* end"
    assert QUOTED.fullmatch(quoted(nasty))
    assert quoted("$x") == '`"\\$x"\''
    assert "`" not in quoted("a `b")[2:]
    assert "/*" not in comment("a /* b")


def test_names_that_a_do_file_makes_never_stand_in_the_file_already():
    items = [
        item("person", Kind.INTEGER),
        item("answered", Kind.INTEGER),
        *likert(2).items.values(),
    ]
    made = source(instrument(*items, scales=likert(2).scales), [record("T1", 1, {})])
    words = script(made)
    assert "egen answered =" not in words
    assert "egen answered" in words
