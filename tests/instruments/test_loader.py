"""An instrument file becomes an instrument, or says in a sentence why not."""

import copy
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from instruments import checks_shape, versions
from instruments.checks_shape import Shape
from instruments.definitions import About, FilledBy, Instrument, Kind, Required
from instruments.loader import BrokenInstrument, from_table, load, load_file
from tests.builders import instrument, likert_questionnaire, toml_of

WHOLE = """
key = "visit"
version = 3
about = "lesson"
asked_of = "teacher"
filled_by = "observer"
minutes = 20
distinct_by = ["lesson_no"]
date_item = "held_on"
title = { kk = "Сабақ", ru = "Урок", en = "Lesson" }
purpose = { kk = "Не үшін", ru = "Зачем", en = "Why" }

[[list]]
key = "level"
[[list.choice]]
code = "0"
kk = "Жоқ"
ru = "Нет"
en = "No"
describe = { kk = "Көрінбейді", ru = "Не видно", en = "Not seen" }
[[list.choice]]
code = "3"
kk = "Иә"
ru = "Да"
en = "Yes"

[[section]]
key = "lesson"
title = { kk = "Сабақ", ru = "Урок", en = "Lesson" }
intro = { kk = "Бастау", ru = "Начало", en = "Start" }
show_if = " ${wave_stage} = 'end' "

[[section.item]]
code = "held_on"
kind = "date"
required = true
words = "Day"

[[section.item]]
code = "lesson_no"
kind = "integer"
min = 1
max = 8
default = "1"
constraint = ". != 7"
constraint_message = { kk = "7 емес", ru = "Не 7", en = "Not 7" }
words = "Which lesson"

[[section.item]]
code = "L1"
kind = "likert"
list = "level"
required = "ask"
hint = { kk = "Көмек", ru = "Помощь", en = "Help" }
words = "Level"

[[section.item]]
code = "talk"
kind = "repeat"
max = 40
words = "Talk"
[[section.item.item]]
code = "speaker"
kind = "text"
personal = true
words = "Speaker"

[[scale]]
code = "L"
name = { kk = "Деңгей", ru = "Уровень", en = "Level" }
items = ["L1"]
reverse = ["L1"]
min_answered = 1
"""


def test_every_part_of_a_file_arrives_in_the_instrument() -> None:
    visit = instrument(WHOLE)
    assert (visit.key, visit.version, visit.minutes) == ("visit", 3, 20)
    assert (visit.about, visit.filled_by) == (About.LESSON, FilledBy.OBSERVER)
    assert (visit.distinct_by, visit.date_item) == (("lesson_no",), "held_on")
    assert visit.purpose is not None and visit.purpose.ru == "Зачем"
    (section,) = visit.sections
    assert section.show_if == "${wave_stage} = 'end'"
    assert section.intro is not None and section.intro.kk == "Бастау"
    assert list(visit.items) == ["held_on", "lesson_no", "L1", "talk"]


def test_items_keep_what_the_author_asked_of_them() -> None:
    items = instrument(WHOLE).items
    number, level, talk = items["lesson_no"], items["L1"], items["talk"]
    assert items["held_on"].required is Required.YES
    assert (number.minimum, number.maximum, number.default) == (1, 8, "1")
    assert number.constraint == ". != 7"
    assert number.constraint_message is not None and number.constraint_message.en == "Not 7"
    assert (level.kind, level.required, level.list_key) == (Kind.LIKERT, Required.ASK, "level")
    assert talk.items[0].personal and talk.maximum == 40


def test_likert_items_and_scales_take_their_range_from_the_codes_of_the_list() -> None:
    visit = instrument(WHOLE)
    assert (visit.items["L1"].minimum, visit.items["L1"].maximum) == (0, 3)
    (scale,) = visit.scales
    assert (scale.minimum, scale.maximum, scale.min_answered) == (0, 3, 1.0)
    assert scale.reverse == {"L1"}


def test_a_choice_is_described_where_the_author_described_it() -> None:
    not_seen = instrument(WHOLE).items["L1"].choice("0")
    assert not_seen is not None and not_seen.description is not None
    assert not_seen.description.in_("en") == "Not seen"


def test_a_likert_questionnaire_can_be_built_for_a_test() -> None:
    built = likert_questionnaire(4)
    assert [item.code for item in built.answered_items] == ["Q1", "Q2", "Q3", "Q4"]
    assert built.scales[0].items == ("Q1", "Q2", "Q3", "Q4")


def test_the_hash_does_not_depend_on_line_ends() -> None:
    source = toml_of(WHOLE)
    windows = load(source.replace("\n", "\r\n"))
    assert windows == load(source)
    assert windows.sha256 == load(source).sha256
    assert load(source + "\n# a word more").sha256 != windows.sha256


def faults_of_file(path: Path) -> list[str]:
    """Name the faults of a file."""
    with pytest.raises(BrokenInstrument) as caught:
        load_file(path)
    return str(caught.value).splitlines()


def test_broken_toml_is_one_fault_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text('key = "a"\nversion = \nabout = "lesson"\n', "utf-8")
    assert faults_of_file(path) == [
        f"{path}: line 2: The file is not valid TOML: Invalid value. "
        "Mend this line; quotes and brackets come in pairs, a key stands once."
    ]


@pytest.mark.parametrize("source", ['a = "x', "a = [1,\n", "[[section", "a = 1\na = 2", "\x00"])
def test_every_broken_toml_has_a_line(source: str) -> None:
    with pytest.raises(BrokenInstrument, match=r"^line \d: The file is not valid TOML"):
        load(source)


@pytest.mark.parametrize("source", ["a = " + "9" * 5000, "a = " + "[" * 5000 + "]" * 5000])
def test_monstrous_toml_is_one_fault(source: str) -> None:
    with pytest.raises(BrokenInstrument, match=r"^whole file: .* no instrument needs"):
        load(source)


def test_a_file_that_is_no_text_or_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "latin.toml"
    path.write_bytes('key = "é"'.encode("latin-1"))
    assert faults_of_file(path) == [
        f"{path}: whole file: The file is not UTF-8 text (byte 8). Save it as UTF-8."
    ]
    absent = tmp_path / "absent.toml"
    assert faults_of_file(absent) == [
        f"{absent}: whole file: The file cannot be read. Check its name and its folder."
    ]


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "windows.toml"
    path.write_text(toml_of(WHOLE), "utf-8-sig")
    assert load_file(path).sha256 == instrument(WHOLE).sha256


WORDS = st.sampled_from(list(Kind)).map(str) | st.sampled_from(
    ["level", "L1", "talk", "speaker", "", " ", "lesson", "pupil", "yes", "1", "${L1} = 1", "a b"]
)
VALUES = (
    WORDS
    | st.text(max_size=5)
    | st.integers(-3, 10)
    | st.floats()
    | st.booleans()
    | st.just([])
    | st.lists(WORDS, max_size=2)
    | st.fixed_dictionaries({"kk": WORDS, "ru": WORDS, "en": WORDS})
)


def places(table: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """List the way to every value of a table."""
    inner = (
        table.items()
        if isinstance(table, dict)
        else enumerate(table)
        if isinstance(table, list)
        else ()
    )
    return [path] * bool(path) + [way for key, one in inner for way in places(one, (*path, key))]


@given(st.data())
@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=300)
def test_a_file_with_anything_in_any_place_is_built_or_refused(data: st.DataObject) -> None:
    table = copy.deepcopy(tomllib.loads(toml_of(WHOLE)))
    for _ in range(data.draw(st.integers(1, 3))):
        *way, last = data.draw(st.sampled_from(places(table)))
        holder = table
        for step in way:
            holder = holder[step]  # type: ignore[index, assignment]
        if data.draw(st.booleans()):
            del holder[last]  # type: ignore[arg-type]
        else:
            holder[last] = data.draw(VALUES)  # type: ignore[index]
        if not table:
            break
    try:
        assert isinstance(from_table(table), Instrument)
    except BrokenInstrument as broken:
        assert broken.faults


def test_the_example_for_authors_is_a_whole_instrument_with_every_key() -> None:
    readme = Path(versions.__file__).with_name("README.md").read_text("utf-8")
    example = readme.split("```toml\n")[1].split("```")[0]
    assert load(example).key == "platform_try"
    shapes = [shape for shape in vars(checks_shape).values() if isinstance(shape, Shape)]
    keys = {key for shape in shapes for key in shape.known}
    told = set(re.findall(r"\b[a-z_]+\b", readme))
    assert keys <= told
