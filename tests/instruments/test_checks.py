"""Every fault of an instrument file is named at once, with its place and its remedy."""

import pytest

from instruments.faults import BrokenInstrument
from instruments.loader import load
from instruments.wording import LANGUAGES
from tests.builders import instrument, toml_of


def faults(toml: str) -> list[str]:
    """Name the faults of a few lines of TOML, without the file's name."""
    try:
        load(toml_of(toml))
    except BrokenInstrument as broken:
        return [str(fault) for fault in broken.faults]
    return []


def item(lines: str, more: str = "") -> str:
    """Write one item A1 with what the test adds to it."""
    return f'[[section.item]]\ncode = "A1"\nwords = "Asked"\n{lines}\n{more}'


TEXT = item('kind = "text"')
AT = "section first, item A1: "
LEVELS = """
[[list]]
key = "often"
[[list.choice]]
code = "never"
words = "Never"
[[list.choice]]
code = "daily"
words = "Daily"
"""
REPEAT = """
[[section.item]]
code = "talk"
kind = "repeat"
words = "Talk"
[[section.item.item]]
code = "speaker"
kind = "text"
words = "Speaker"
"""
SCALE = '\n[[scale]]\ncode = "S"\nname = { kk = "S", ru = "S", en = "S" }\n'


def likert(code: str) -> str:
    """Write a Likert item."""
    return f'[[section.item]]\ncode = "{code}"\nkind = "likert"\nlist = "agreement"\nwords = "x"\n'


def number(code: str, bounds: str) -> str:
    """Write an integer item."""
    return f'[[section.item]]\ncode = "{code}"\nkind = "integer"\n{bounds}\nwords = "x"\n'


CASES = {
    "unknown key": (
        item('kind = "text"\nshow_fi = "1"'),
        AT + "Unknown key show_fi. Did you mean show_if?",
    ),
    "unknown key at the head": (
        "verson = 2\n" + TEXT,
        "instrument: Unknown key verson. Did you mean version?",
    ),
    "unknown language": (
        'title = { kk = "Т", ru = "Т", en = "T", kz = "Т" }\n' + TEXT,
        "instrument: Unknown key title.kz. Use one of: kk, ru, en.",
    ),
    "missing key": (
        '[[section.item]]\ncode = "A1"\nwords = "x"',
        AT + "kind is missing. Add kind: a text in quotes.",
    ),
    "item without code goes by its number": (
        '[[section.item]]\nkind = "text"\nwords = "x"',
        "section first, item 1: code is missing. Add code: a text in quotes.",
    ),
    "wrong type": (
        'minutes = "8"\n' + TEXT,
        'instrument: minutes = "8" is not a whole number. Write a whole number.',
    ),
    "true is no number": (
        "version = true\n" + TEXT,
        "instrument: version = true is not a whole number. Write a whole number.",
    ),
    "nan is no number": (
        item('kind = "decimal"\nmin = nan'),
        AT + "min = nan is not a number. Write a number.",
    ),
    "missing language": (
        '[[section.item]]\ncode = "A1"\nkind = "text"\nru = "Вопрос"\nen = " "',
        AT + "The label is not worded in kk, en. Add the wording in kk, en.",
    ),
    "blank label": (
        '[[section.item]]\ncode = "A1"\nkind = "text"\nkk = ""',
        AT + "The label is blank. Word it in kk, ru and en.",
    ),
    "missing language of a hint": (
        item('kind = "text"\nhint = { kk = "Көмек", ru = "Помощь" }'),
        AT + "The hint is not worded in en. Add the wording in en.",
    ),
    "control character": (
        item('kind = "text"\ndefault = "a\\u0000"'),
        AT + "default holds an invisible control character: a?. Type the text again without it.",
    ),
    "unknown kind": (
        item('kind = "likret"'),
        AT + 'Unknown kind "likret". Did you mean likert?',
    ),
    "unknown list": (
        item('kind = "single"\nlist = "oftn"', LEVELS),
        AT + 'Unknown list "oftn". Did you mean often?',
    ),
    "choosing without list": (
        item('kind = "single"'),
        AT + "An item of kind single needs a list of choices. Add list with the key of a [[list]].",
    ),
    "duplicate item code": (
        TEXT + '\n[[section.item]]\ncode = "a1"\nkind = "text"\nwords = "x"',
        "section first, item a1: a1 stands twice, first at: section first, item A1. "
        "Give each its own code; capital and small letters count as the same.",
    ),
    "duplicate code in a repeat": (
        REPEAT.replace("speaker", "Talk"),
        "section first, item talk, item Talk: Talk stands twice, first at: section first, item"
        " talk. Give each its own code; capital and small letters count as the same.",
    ),
    "duplicate choice code": (
        item('kind = "single"\nlist = "often"', LEVELS.replace("daily", "never")),
        "list often, choice never: never stands twice, first at: list often, choice never. "
        "Give each its own code; capital and small letters count as the same.",
    ),
    "choice code with a space": (
        item('kind = "single"\nlist = "often"', LEVELS.replace("daily", "each day")),
        'list often, choice each day: The choice code "each day" holds a space. '
        "Write it without spaces.",
    ),
    "likert without numbers": (
        item('kind = "likert"\nlist = "often"', LEVELS),
        AT + "A likert item needs whole numbers as choice codes; list often has"
        ' "never", "daily". Number the choices "1", "2", ..., or use kind single.',
    ),
    "code that is no name": (
        '[[section.item]]\ncode = "1a"\nkind = "text"\nwords = "x"',
        'section first, item 1a: code = "1a" is not a name. '
        "Begin with a letter (A-Z a-z), go on with letters, 0-9 and _.",
    ),
    "code too long for a suffix": (
        f'[[section.item]]\ncode = "{"a" * 30}"\nkind = "text"\nwords = "x"',
        f"section first, item {'a' * 30}: {'a' * 30} is 30 characters long. "
        "Use 29 characters at most.",
    ),
    "reserved code": (
        '[[section.item]]\ncode = "School_ID"\nkind = "text"\nwords = "x"',
        "section first, item School_ID: The code School_ID is taken by a column of every export. "
        "Choose another code.",
    ),
    "code of a scale's column": (
        likert("scale_s_nmiss") + SCALE + 'items = ["scale_s_nmiss"]',
        "section first, item scale_s_nmiss: The code scale_s_nmiss is taken by a column of a"
        " scale. Choose another code.",
    ),
    "scale with unknown item": (
        likert("Q1") + SCALE + 'items = ["Q1", "Q_1"]',
        "scale S: Unknown item Q_1. Did you mean Q1?",
    ),
    "scale with a text": (
        TEXT + SCALE + 'items = ["A1"]',
        "scale S: Item A1 is of kind text. A scale is made of likert and number items.",
    ),
    "reversed item outside the scale": (
        likert("Q1") + likert("Q2") + SCALE + 'items = ["Q1"]\nreverse = ["Q2"]',
        "scale S: The reversed item Q2 is not in the scale. "
        "Add it to items, or take it out of reverse.",
    ),
    "scale of different ranges": (
        likert("Q1") + number("N", "min = 0\nmax = 10") + SCALE + 'items = ["Q1", "N"]',
        "scale S: Item N runs from 0–10, but Q1 from 1–5. "
        "Put items of the same range into a scale.",
    ),
    "scale of an unbounded number": (
        number("N", "min = 0") + SCALE + 'items = ["N"]',
        "scale S: Item N has no min and max. A scale needs both: add them to the item.",
    ),
    "min_answered": (
        likert("Q1") + SCALE + 'items = ["Q1"]\nmin_answered = 80',
        "scale S: min_answered = 80 is not a share of the items. "
        "Write a number above 0 and up to 1, such as 0.8.",
    ),
    "condition on an unknown item": (
        TEXT + number("B1", "show_if = \"${A_1} = 'x'\""),
        "section first, item B1: show_if asks for A_1, which is no item. Did you mean A1?",
    ),
    "condition on a note": (
        item('kind = "note"') + number("B1", 'show_if = "${A1} = 1"'),
        "section first, item B1: show_if asks for A1, a note without an answer. "
        "Ask for an item that is answered.",
    ),
    "condition on one of many rows": (
        REPEAT + number("B1", "show_if = \"contains(${speaker}, 'x')\""),
        "section first, item B1: show_if asks for speaker, which has an answer in each row of"
        " talk. Compare it with a value, or put it into count() or sum().",
    ),
    "circle of conditions": (
        number("B1", 'show_if = "${B2} = 1"') + number("B2", 'show_if = "${B1} = 1"'),
        "section first, item B1: Whether B1 is shown depends on itself: B1 → B2 → B1. "
        "Take one of these conditions out.",
    ),
    "section that asks its own item": (
        '[[section]]\nkey = "s"\ntitle = { kk = "s", ru = "s", en = "s" }\n'
        'show_if = "${A1} = 1"\n' + TEXT,
        "section s, item A1: Whether A1 is shown depends on itself: A1 → A1. "
        "Take one of these conditions out.",
    ),
    "constraint on a note": (
        item('kind = "note"\nconstraint = ". > 1"'),
        AT + "A note holds no answer and cannot have a constraint. Take out constraint.",
    ),
    "constraint without message": (
        item('kind = "integer"\nconstraint = ". > 1"'),
        AT + "A constraint without constraint_message. "
        "Add what a person reads when an answer does not fit.",
    ),
    "min above max": (
        number("N", "min = 10\nmax = 1.0"),
        "section first, item N: min 10 is greater than max 1. Exchange them.",
    ),
    "min of a text": (
        item('kind = "text"\nmin = 1'),
        AT + "Kind text does not use min. Take them out, or write a constraint.",
    ),
    "range without ends": (
        item('kind = "range"\nmin = 1'),
        AT + "A range needs min and max. Add both.",
    ),
    "default outside the choices": (
        item('kind = "single"\nlist = "often"\ndefault = "weekly"', LEVELS),
        AT + "The default weekly is not among the choices. Use one of: never, daily.",
    ),
    "default outside the range": (
        number("N", 'max = 5\ndefault = "9"'),
        "section first, item N: The default 9 is no answer to this item. "
        "Write an answer that kind integer and its min and max allow.",
    ),
    "default of a date": (
        item('kind = "date"\ndefault = "31.12.2026"'),
        AT + "The default 31.12.2026 is no answer to this item. "
        "Write an answer that kind date and its min and max allow.",
    ),
    "repeat within repeat": (
        REPEAT.replace('"text"', '"repeat"'),
        "section first, item talk, item speaker: A repeat stands within repeat talk. "
        "Members stand one level deep: move it out, beside talk.",
    ),
    "repeat without members": (
        item('kind = "repeat"'),
        AT + "A repeat without members. Add at least one [[section.item.item]], or take it out.",
    ),
    "required note": (
        item('kind = "note"\nrequired = true'),
        AT + "A note holds no answer and cannot be required. Take out required.",
    ),
    "unknown required": (
        item('kind = "text"\nrequired = "aks"'),
        AT + 'Unknown required "aks". Did you mean ask?',
    ),
    "distinct_by names nothing": (
        'distinct_by = ["A2"]\n' + TEXT,
        "instrument: distinct_by names A2, which is no item. Use one of: A1.",
    ),
    "distinct_by names a row's item": (
        'distinct_by = ["speaker"]\n' + REPEAT,
        "instrument: distinct_by names speaker, which has no single answer. "
        "Name an item that is answered once.",
    ),
    "date_item is no date": (
        'date_item = "A1"\n' + TEXT,
        "instrument: date_item names A1, which is of kind text. Name an item of kind date.",
    ),
    "group_item is no text": (
        'group_item = "A1"\n' + item('kind = "integer"'),
        "instrument: group_item names A1, which is of kind integer. Name an item of kind text.",
    ),
    "empty section": (
        '[[section]]\nkey = "s"\ntitle = { kk = "s", ru = "s", en = "s" }\nitem = []',
        "section s: item is empty. Add at least one.",
    ),
    "lesson filled in by the one it is about": (
        'about = "lesson"\n' + TEXT,
        'instrument: about = "lesson" does not go with filled_by = "participant". '
        'Use one of: "observer", "coordinator".',
    ),
    "group session of a role": (
        'about = "group_session"\nfilled_by = "moderator"\n' + TEXT,
        'instrument: about = "group_session" does not go with asked_of = "teacher". '
        'Use one of: "".',
    ),
    "minutes": (
        "minutes = 0\n" + TEXT,
        "instrument: minutes = 0 makes no sense. Write a whole number from 1 to 9999.",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_named_with_its_place_and_its_remedy(name: str) -> None:
    toml, expected = CASES[name]
    assert faults(toml) == [expected]


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_said_in_every_language(name: str) -> None:
    with pytest.raises(BrokenInstrument) as caught:
        load(toml_of(CASES[name][0]), "a.toml")
    (fault,) = caught.value.faults
    said = {fault.in_(language) for language in LANGUAGES}
    assert len(said) == len(LANGUAGES)
    assert all(line.startswith("a.toml: ") and "\n" not in line for line in said)


def test_a_condition_that_cannot_be_parsed_is_named_at_its_item() -> None:
    (fault,) = faults(item('kind = "text"\nshow_if = "${A1 ="'))
    assert fault.startswith(AT + "show_if cannot be understood: ")
    assert fault.endswith("Mend the expression: ${A1 =")


def test_all_faults_come_at_once_in_the_order_of_the_file() -> None:
    found = faults(
        'about = "class"\n'
        + LEVELS.replace('words = "Never"', 'kk = "Ешқашан"')
        + item('kind = "txt"\nrequired = 3')
        + '[[section.item]]\ncode = "B1"\nkind = "note"\nwords = "x"\nconstraint = ". ="'
        + SCALE
        + 'items = ["B9"]'
    )
    places = [fault.split(": ")[0] for fault in found]
    assert places == [
        "instrument",
        "list often, choice never",
        "section first, item A1",
        "section first, item A1",
        "section first, item B1",
        "section first, item B1",
        "scale S",
    ]


def test_conditions_may_ask_the_context_the_row_and_all_rows() -> None:
    own_row = REPEAT + (
        '[[section.item.item]]\ncode = "quote"\nkind = "text"\nwords = "Quote"\n'
        "show_if = \"contains(${speaker}, 'x')\"\n"
    )
    asked = number("N", "show_if = \"${wave_stage} = 'end' and count(${talk}) > 0\"")
    any_row = number("M", "show_if = \"${speaker} = 'x'\"")
    assert faults(own_row + asked + any_row) == []


def test_thousands_of_conditions_in_a_row_are_no_circle() -> None:
    links = "".join(number(f"N{n}", f'show_if = "${{N{n - 1}}} = 1"') for n in range(1, 1500))
    assert faults(number("N0", "") + links) == []


def test_true_and_false_are_allowed_for_required() -> None:
    read = instrument(item('kind = "text"\nrequired = true'))
    assert read.items["A1"].required == "yes"


def test_a_number_of_thousands_of_digits_is_a_fault() -> None:
    (fault,) = faults(f"minutes = 0x{'f' * 9000}\n" + TEXT)
    assert fault == "instrument: minutes = … is not a whole number. Write a whole number."
