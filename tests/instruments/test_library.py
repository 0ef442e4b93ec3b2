"""The shipped library: every instrument loads, and its words can be read on a phone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import instruments
from instruments.definitions import CHOOSING, About, FilledBy, Instrument, Item, Kind, Required
from instruments.expressions import holds
from instruments.loader import load_file
from instruments.routing import asked, shown_sections
from instruments.wording import LANGUAGES, Text

LIBRARY = Path(instruments.__file__).parent / "library"
FILES = sorted(LIBRARY.glob("*/v*.toml"))
LONGEST = 160
"""Characters of a label that a phone of 360 px still shows whole beside its choices."""

KEYS = {
    "engagement_log",
    "focus_group",
    "interview",
    "lesson_intervals",
    "lesson_observation",
    "lesson_practices",
    "module_feedback",
    "platform_access",
    "programme_log",
    "project_rubric",
    "pupil_scores",
    "teacher_questionnaire",
}
STUDY_SCALES = {
    "TC": (8, {"TC4", "TC7"}),
    "PC": (8, {"PC5"}),
    "IS": (5, {"IS2", "IS4"}),
    "CO": (5, {"CO3"}),
}
STUDY_CHECKLIST = (
    "tech_presentation",
    "tech_quiz",
    "tech_subject_software",
    "tech_pupil_devices",
    "collab_pairs",
    "collab_groups",
    "collab_shared_document",
    "pupil_questions",
    "lecture_most_of_lesson",
)
LATIN_ALLOWED = re.compile(
    r"\b(GeoGebra|FG1|S01|PR01|R1|COPUS|Smith|Jones|Gilbert|Wieman)\b"
    r"|\b(Teach Primary|Molina|CC BY|IGO)\b|\([A-Za-z1/]{1,3}\)\.$"
)
"""Marks, names, and at the end of a code what publications call it."""
LATIN, CYRILLIC = re.compile(r"[A-Za-z]"), re.compile(r"[\u0400-\u04ff]")


def of(key: str, version: int = 1) -> Instrument:
    return load_file(LIBRARY / key / f"v{version}.toml")


def every_item(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from every_item(item.items)


def items_of(instrument: Instrument) -> tuple[Item, ...]:
    return tuple(item for part in instrument.sections for item in every_item(part.items))


def words_of(instrument: Instrument) -> Iterator[tuple[str, Text]]:
    """Yield every wording of an instrument with the place where it stands."""
    yield "title", instrument.title
    yield "purpose", instrument.purpose or Text()
    if instrument.based_on:
        yield "based on", instrument.based_on
    for place, text in _words_of_sections(instrument):
        if text:
            yield place, text
    for named in instrument.lists:
        for choice in named.choices:
            yield f"{named.key} {choice.code}", choice.label
            if choice.description:
                yield f"{named.key} {choice.code} level", choice.description
    for scale in instrument.scales:
        yield scale.code, scale.name


def _words_of_sections(instrument: Instrument) -> Iterator[tuple[str, Text | None]]:
    for part in instrument.sections:
        yield part.key, part.title
        yield f"{part.key} intro", part.intro
    for item in items_of(instrument):
        yield item.code, item.label
        yield f"{item.code} hint", item.hint
        yield f"{item.code} constraint", item.constraint_message
        for track in item.tracks:
            yield f"{item.code} {track.key}", track.label


each = pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")


def test_the_library_holds_the_instruments_of_the_study() -> None:
    assert {file.parent.name for file in FILES} == KEYS


@each
def test_an_instrument_loads_under_the_name_of_its_folder(file: Path) -> None:
    instrument = load_file(file)
    assert (instrument.key, f"v{instrument.version}") == (file.parent.name, file.stem)
    assert instrument.purpose
    assert instrument.minutes > 0
    assert set(instrument.distinct_by) <= set(instrument.items)
    assert all(instrument.items[code].required is Required.YES for code in instrument.distinct_by)
    if instrument.date_item:
        assert instrument.items[instrument.date_item].kind is Kind.DATE
    if instrument.group_item:
        assert instrument.items[instrument.group_item].kind is Kind.TEXT


@each
def test_every_wording_stands_in_three_languages(file: Path) -> None:
    missing = [
        (place, language)
        for place, text in words_of(load_file(file))
        for language in LANGUAGES
        if not text.in_(language).strip() or text.in_(language) != text.in_(language).strip()
    ]
    missing += [
        (place, "own") for place, text in words_of(load_file(file)) if not (text.kk and text.ru)
    ]
    assert missing == []


@each
def test_no_label_is_longer_than_a_phone_can_show(file: Path) -> None:
    long = [
        (place, language, len(text.in_(language)))
        for place, text in words_of(load_file(file))
        for language in LANGUAGES
        if len(text.in_(language)) > LONGEST and place not in ("purpose", "based on")
    ]
    assert long == []


@each
def test_no_latin_letter_hides_in_a_kazakh_or_russian_word(file: Path) -> None:
    hidden = [
        (place, text.in_(language))
        for place, text in words_of(load_file(file))
        for language in ("kk", "ru")
        if LATIN.search(LATIN_ALLOWED.sub("", text.in_(language)))
    ]
    assert hidden == []
    assert [place for place, text in words_of(load_file(file)) if CYRILLIC.search(text.en)] == []


@each
def test_no_wording_shouts_or_begs(file: Path) -> None:
    loud = re.compile(r"!|өтінеміз|пожалуйста|\bplease\b", re.IGNORECASE)
    assert [
        (place, text)
        for place, text in words_of(load_file(file))
        if any(loud.search(text.in_(language)) for language in LANGUAGES)
    ] == []


@each
def test_an_item_and_its_section_have_different_names(file: Path) -> None:
    instrument = load_file(file)
    names = [item.code for item in items_of(instrument)] + [s.key for s in instrument.sections]
    assert len({name.lower() for name in names}) == len(names)


@each
def test_a_constraint_says_in_words_what_to_do(file: Path) -> None:
    assert [
        item.code
        for item in items_of(load_file(file))
        if bool(item.constraint) != bool(item.constraint_message)
    ] == []


@each
def test_every_list_is_used(file: Path) -> None:
    instrument = load_file(file)
    used = {item.list_key for item in items_of(instrument) if item.kind in CHOOSING}
    used |= {track.list_key for item in items_of(instrument) for track in item.tracks}
    assert used == {named.key for named in instrument.lists}


def test_a_list_that_two_instruments_share_reads_the_same() -> None:
    meanings: dict[tuple[str, str], set[Text]] = {}
    for file in FILES:
        for named in load_file(file).lists:
            for choice in named.choices:
                meanings.setdefault((named.key, choice.code), set()).add(choice.label)
    assert [place for place, labels in meanings.items() if len(labels) > 1] == []


def test_every_kind_of_item_is_used_somewhere() -> None:
    assert {item.kind for file in FILES for item in items_of(load_file(file))} == set(Kind)


def test_the_questionnaire_has_the_scales_of_the_study() -> None:
    questionnaire = of("teacher_questionnaire")
    assert {s.code: (len(s.items), set(s.reverse)) for s in questionnaire.scales} == STUDY_SCALES
    for scale in questionnaire.scales:
        assert list(scale.items) == [f"{scale.code}{n}" for n in range(1, len(scale.items) + 1)]
        assert (scale.minimum, scale.maximum, scale.min_answered) == (1, 5, 0.8)


def test_the_questionnaire_asks_about_the_platform_at_the_end_only() -> None:
    questionnaire = of("teacher_questionnaire")
    scaled = {code for scale in questionnaire.scales for code in scale.items}
    (platform,) = (part for part in questionnaire.sections if part.show_if)
    for stage, shown in [("baseline", False), ("midyear", False), ("end", True)]:
        sections = shown_sections(questionnaire, {}, {"wave_stage": stage})
        assert (platform in sections) is shown
    assert [item.code for item in platform.items] == [f"PF{n}" for n in range(1, 7)]
    assert not scaled & {item.code for item in platform.items}


def test_every_likert_item_of_the_questionnaire_is_asked_for_once() -> None:
    likert = [i for i in items_of(of("teacher_questionnaire")) if i.kind is Kind.LIKERT]
    assert len(likert) == 32
    assert {item.required for item in likert} == {Required.ASK}
    assert {tuple(choice.code for choice in item.choices) for item in likert} == {tuple("12345")}


def test_an_observer_answers_the_nine_points_of_the_study_with_yes_or_no() -> None:
    observation = of("lesson_observation")
    assert (observation.about, observation.filled_by) == (About.LESSON, FilledBy.OBSERVER)
    points = [item for item in observation.items.values() if item.required is Required.YES]
    assert tuple(item.code for item in points if item.kind is Kind.SINGLE) == STUDY_CHECKLIST
    assert all([choice.code for choice in observation.items[code].choices] == ["1", "0"]
               for code in STUDY_CHECKLIST)  # fmt: skip


def test_evidence_is_asked_for_what_was_seen() -> None:
    observation = of("lesson_observation")
    nothing = dict.fromkeys(STUDY_CHECKLIST, "0")
    pairs = {item.code for item in asked(observation, {**nothing, "collab_pairs": "1"})}
    assert "evidence_collaboration" in pairs
    assert not {"evidence_technology", "subject_other"} & pairs
    assert "evidence_collaboration" not in {item.code for item in asked(observation, nothing)}


@pytest.mark.parametrize(
    ("key", "code", "alone"),
    [("module_feedback", "hindered", "nothing"), ("platform_access", "network_places", "nowhere")],
)
def test_a_choice_that_means_none_stands_alone(key: str, code: str, alone: str) -> None:
    item = of(key).items[code]
    other = next(choice.code for choice in item.choices if choice.code != alone)
    assert holds(item.constraint, {}, (alone,))
    assert holds(item.constraint, {}, (other,))
    assert not holds(item.constraint, {}, (alone, other))


def test_no_more_assignments_are_assessed_than_were_handed_in() -> None:
    assessed = of("programme_log").items["assignments_assessed"]
    assert holds(assessed.constraint, {"assignments_handed_in": 4}, 4)
    assert not holds(assessed.constraint, {"assignments_handed_in": 4}, 5)
    assert holds(assessed.constraint, {}, 5)


def test_difficulties_are_asked_only_where_there_were_some() -> None:
    access = of("platform_access")
    further = {"difficulties", "difficulty_other", "hours_lost"}
    assert not further & {item.code for item in asked(access, {"had_difficulties": "0"})}
    answers = {"had_difficulties": "1", "difficulties": ("slow", "other")}
    assert further <= {item.code for item in asked(access, answers)}


def test_a_multi_grade_lesson_can_name_every_grade() -> None:
    grades = of("lesson_observation").items["grades"]
    assert grades.kind is Kind.MULTIPLE
    assert [choice.code for choice in grades.choices] == [str(n) for n in range(1, 12)]


@pytest.mark.parametrize("key", ["focus_group", "interview"])
def test_a_guide_prompts_first_and_then_takes_notes(key: str) -> None:
    guide = of(key)
    prompts = [item for item in items_of(guide) if item.kind is Kind.NOTE]
    assert guide.about is About.GROUP_SESSION
    assert guide.asked_of == ""
    assert prompts and all(item.hint for item in prompts)
    assert guide.sections[-1].items == guide.repeats
    (turns,) = guide.repeats
    codes = ["speaker", "at", "text", "spoken_in", "quote", "segment", "codes_1", "codes_2"]
    assert [item.code for item in turns.items] == codes


def test_every_level_of_the_rubric_says_what_it_looks_like() -> None:
    rubric = of("project_rubric")
    criteria = [item for item in items_of(rubric) if item.kind is Kind.LIKERT]
    assert [item.code for item in criteria] == ["teamwork", "creativity", "technology_use"]
    for item in criteria:
        assert [choice.code for choice in item.choices] == list("1234")
        assert all(choice.description for choice in item.choices)
