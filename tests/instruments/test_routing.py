"""What is shown to whom, and which answers then count."""

from instruments.definitions import About, FilledBy, Instrument, Item, Kind, Section
from instruments.routing import (
    Progress,
    asked,
    progress,
    relevant,
    row_answers,
    shown_items,
    shown_sections,
)
from instruments.wording import Text


def item(code, kind=Kind.TEXT, **rest):
    return Item(code, kind, Text(kk=code), **rest)


def questionnaire(*sections):
    return Instrument(
        key="q", version=1, title=Text(kk="q"), about=About.PARTICIPANT, asked_of="teacher",
        filled_by=FilledBy.PARTICIPANT, minutes=5, sections=sections,
    )  # fmt: skip


def section(key, *items, show_if=""):
    return Section(key, Text(kk=key), items, show_if=show_if)


def codes(items):
    return [one.code for one in items]


CHAIN = questionnaire(
    section(
        "one",
        item("platform"),
        item("which", show_if="${platform} = 'yes'"),
        item("why", show_if="${which} = 'other'"),
        item("thanks", Kind.NOTE, show_if="${why} != ''"),
    )
)


def test_an_item_is_shown_when_its_condition_holds():
    assert codes(shown_items(CHAIN.sections[0].items, {})) == ["platform"]
    assert codes(asked(CHAIN, {"platform": "yes"})) == ["platform", "which"]


def test_hiding_an_item_hides_the_chain_behind_it():
    answers = {"platform": "no", "which": "other", "why": "slow"}
    assert relevant(CHAIN, answers) == {"platform": "no"}
    assert codes(asked(CHAIN, answers)) == ["platform"]


def test_answers_that_are_shown_stay():
    answers = {"platform": "yes", "which": "other", "why": "slow"}
    assert relevant(CHAIN, answers) == answers
    assert codes(shown_items(CHAIN.sections[0].items, answers))[-1] == "thanks"


def test_an_answer_to_nothing_known_is_kept_for_the_judge():
    assert relevant(CHAIN, {"foreign": "x"}) == {"foreign": "x"}


def test_an_item_may_be_shown_because_another_is_hidden():
    form = questionnaire(
        section("one", item("a"), item("b", show_if="${a} = 1"), item("c", show_if="${b} = ''"))
    )
    assert relevant(form, {"a": "2", "b": "x", "c": "y"}) == {"a": "2", "c": "y"}


def test_a_circle_of_conditions_ends():
    form = questionnaire(
        section("one", item("a", show_if="${b} = ''"), item("b", show_if="${a} = ''"))
    )
    assert isinstance(relevant(form, {"a": "1", "b": "1"}), dict)


def test_a_hidden_group_hides_its_members():
    group = item("g", Kind.GROUP, items=(item("inside"),), show_if="${a} = 1")
    form = questionnaire(section("one", item("a"), group))
    assert codes(shown_items(form.sections[0].items, {"a": "1"})) == ["a", "g", "inside"]
    assert codes(asked(form, {"a": "1"})) == ["a", "inside"]
    assert relevant(form, {"a": "2", "inside": "x"}) == {"a": "2"}


def test_a_hidden_section_hides_its_items():
    form = questionnaire(
        section("one", item("a")),
        section("end", item("b"), show_if="${wave_stage} = 'end' and ${a} != ''"),
    )
    assert [s.key for s in shown_sections(form, {"a": "1"}, {"wave_stage": "end"})] == [
        "one",
        "end",
    ]
    assert [s.key for s in shown_sections(form, {"a": "1"}, {"wave_stage": "midyear"})] == ["one"]
    assert relevant(form, {"a": "1", "b": "2"}, {"wave_stage": "midyear"}) == {"a": "1"}


def test_a_section_does_not_show_for_an_answer_that_is_hidden():
    form = questionnaire(
        section("one", item("a"), item("b", show_if="${a} = 'yes'")),
        section("two", item("c"), show_if="${b} = 'x'"),
    )
    assert [s.key for s in shown_sections(form, {"a": "no", "b": "x"})] == ["one"]


TURNS = item(
    "turns",
    Kind.REPEAT,
    items=(
        item("speaker"),
        item("quote", show_if="${speaker} != '' and ${topic} = 'platform'"),
        item("length", Kind.INTEGER, show_if="${quote} != ''"),
    ),
)
NOTES = questionnaire(section("one", item("topic"), TURNS))


def test_members_of_a_row_see_their_row_and_then_the_rest():
    rows = ({"speaker": "K1", "quote": "a"}, {"quote": "b", "length": 3})
    kept = relevant(NOTES, {"topic": "platform", "turns": rows})
    assert kept["turns"] == ({"speaker": "K1", "quote": "a"}, {})
    assert relevant(NOTES, {"topic": "other", "turns": rows})["turns"] == ({"speaker": "K1"}, {})


def test_a_blank_member_of_a_row_is_not_taken_from_another_row():
    rows = ({"speaker": "K1"}, {})
    seen = row_answers(TURNS, {"topic": "x", "turns": rows}, rows[1])
    assert seen["speaker"] == ""
    assert seen["turns"] == rows
    assert seen["topic"] == "x"


def test_a_condition_may_count_the_rows():
    form = questionnaire(section("one", TURNS, item("end", show_if="count(${turns}) >= 2")))
    assert codes(asked(form, {"turns": ({"speaker": "K1"},)})) == ["turns"]
    assert codes(asked(form, {"turns": ({"speaker": "K1"}, {"speaker": "K2"})}))[-1] == "end"


def test_progress_counts_only_what_is_asked_and_answered():
    assert progress(CHAIN, {}) == Progress(answered=0, asked=1)
    assert progress(CHAIN, {"platform": "yes"}) == Progress(answered=1, asked=2)
    assert progress(CHAIN, {"platform": "no", "which": "x"}) == Progress(answered=1, asked=1)
    assert progress(CHAIN, {"platform": " "}) == Progress(answered=0, asked=1)
    assert progress(NOTES, {"topic": "a", "turns": ()}) == Progress(answered=1, asked=2)
