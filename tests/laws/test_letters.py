"""Kazakh and Russian have their own letters, signs, endings and terms."""

import re

import pytest

from tests.laws.sentences import PLACE
from tests.laws.sources import files, lines_of, listed, named
from tests.laws.spoken import never_said, spoken

ALL = list(spoken())
MENDABLE = [one for one in ALL if not one.where.startswith("instruments/library/")]
"""A fielded version keeps its words: what stands there is mended in the next version."""
TWINS = {"OILАВЕКМНОРСТХ"}
"""Signs that are typed for one another in the code of a card or a lesson."""
ALPHABETS = {
    "kk": set("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"),
    "ru": set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
}
LATIN, CYRILLIC = re.compile(r"[A-Za-z]"), re.compile(r"[\u0400-\u04ff]")
LOOK_ALIKE = re.compile(r"(?<![\w.,-])[aceopxyihABCEHKMOPTX](?![\w-])")
"""Latin letters that look Cyrillic, standing alone as the words а, с, о, у and і do."""
ENDINGS = "(?:[гғкқн][ае]|[ндт][ае]н?|[ндт][ыі]ң?|[бмп]ен|[лдт][ае]р|[дт][ае][гғ][ыі]|с[ыі])"
HANGING = re.compile(rf"◇[»”\"')]*(?:-{ENDINGS}(?!\w)|(?=[\u0400-\u04ff])| [мбпдт][ае]н?(?!\w))")
"""An ending, or a word that bends with the one before it, straight after a place."""
STRAIGHT = '"'
MARKS = {
    "quotation marks of English": re.compile(r"[“”„‟]"),
    "two spaces": re.compile(r"  "),
    "a space before a mark": re.compile(r"(?<=\w) [,;:?!](?!\d)|(?<=\w) \.(?= |$)"),
    "no space before %": re.compile(r"[^\s(]%"),
    "a dash without its spaces": re.compile(r"\w—|—\w"),
    "a short dash between words": re.compile(r"[a-zа-яәғқңөұүһі»] – [a-zа-яәғқңөұүһі«]", re.I),
}
RANGES = {"from – to"}
"""Where a short dash stands between words rightly: its ends are two days or hours."""


def one_word_two_scripts(text: str) -> list[str]:
    words = re.findall(r"[^\W\d_]+", text)
    mixed = [word for word in words if LATIN.search(word) and CYRILLIC.search(word)]
    return [word for word in mixed if word not in TWINS]


@pytest.mark.parametrize(
    "text, count", [("K\u0456м", 1), ("\u049a\u0430з\u0430q", 1), ("QR-код", 0), ("R мен SPSS", 0)]
)
def test_the_law_knows_a_mixed_word(text, count):
    assert len(one_word_two_scripts(text)) == count


def test_there_is_something_to_read():
    assert len(ALL) > 3000
    assert {one.language for one in ALL} == set(ALPHABETS)


def test_no_word_mixes_two_scripts():
    faults = [f"{one}: {two}" for one in ALL if (two := one_word_two_scripts(one.bare))]
    faults += [
        f"{named(path)}:{number}: {two}"
        for path in files(".py", ".html", ".js")
        for number, line in lines_of(path)
        if (two := one_word_two_scripts(re.sub(r"\\[a-zA-Z]|\[[^\]]*\]", " ", line)))
    ]
    assert not faults, listed(
        faults, "Type the word anew: a Latin letter looks like a Cyrillic one."
    )


@pytest.mark.parametrize("language", ALPHABETS)
def test_letters_are_of_the_alphabet(language):
    faults = [
        f"{one}: {strange}"
        for one in ALL
        if one.language == language
        and (strange := set(CYRILLIC.findall(one.text.lower())) - ALPHABETS[language])
    ]
    assert not faults, listed(faults, "Kazakh has ә ғ қ ң ө ұ ү һ і; Russian has none of them.")


def test_no_latin_letter_stands_for_a_word():
    faults = [
        str(one)
        for one in ALL
        if any(letter not in one.english for letter in LOOK_ALIKE.findall(one.bare))
    ]
    assert not faults, listed(faults, "A lone Latin letter that the English has not: type it anew.")


@pytest.mark.parametrize("mark", MARKS)
def test_marks_are_those_of_the_language(mark):
    faults = [
        str(one) for one in MENDABLE if MARKS[mark].search(one.bare) and one.english not in RANGES
    ]
    assert not faults, listed(faults, f"{mark}: write «», —, 95 % and 1–5.")


def test_straight_quotes_are_code():
    faults = [str(one) for one in ALL if STRAIGHT in one.text and STRAIGHT not in one.english]
    assert not faults, listed(faults, "Kazakh and Russian quote with «».")


def test_a_hyphen_is_no_dash():
    faults = [
        str(one) for one in ALL if re.search(r"\w - \w", one.bare) and " - " not in one.english
    ]
    assert not faults, listed(faults, "Between words stands —, between numbers –.")


def test_no_kazakh_ending_hangs_on_a_place():
    """Endings follow the sound of the word before them: 5-ке, 6-ға, T01 мен, T03 пен."""
    faults = [str(one) for one in ALL if one.language == "kk" and HANGING.search(one.bare)]
    assert not faults, listed(
        faults, "Put a noun behind the place ({code} коды), «және» for мен, or a colon before it."
    )


def test_one_thing_has_one_name():
    wanted = list(never_said())
    assert len(wanted) > 10, "CONTRIBUTING.md has lost its table of words."
    faults = [
        f"{one}: «{stem}»; see “{english}” in CONTRIBUTING.md"
        for language, stem, english in wanted
        for one in MENDABLE
        if one.language == language and re.search(rf"(?<!\w){stem}", one.text.lower())
    ]
    assert not faults, listed(
        faults, "Use the word of the table, or change the table and all texts."
    )


@pytest.mark.parametrize(
    "text, is_hanging",
    [
        ("{n}-ге дейін", True),
        ("{one} мен {other}", True),
        ("«{item}» де", True),
        ("%(n)sдан", True),
        ("{n}-толқын", False),
        ("{code} коды", False),
        ("{most} МБ-тан үлкен", False),
        ("{least} және {most}", False),
    ],
)
def test_the_law_knows_an_ending(text, is_hanging):
    assert bool(HANGING.search(PLACE.sub("◇", text))) == is_hanging
