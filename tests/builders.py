"""Small builders of instruments for every test: ten lines of TOML, not a dump."""

import re
from textwrap import dedent

from instruments.definitions import Instrument
from instruments.loader import load

HEAD = """
key = "tried"
version = 1
about = "participant"
asked_of = "teacher"
filled_by = "participant"
minutes = 5
title = { kk = "Сауалнама", ru = "Анкета", en = "Questionnaire" }
"""

AGREEMENT = """
[[list]]
key = "agreement"
choice = [
  { code = "1", kk = "Келіспеймін", ru = "Не согласен", en = "Disagree" },
  { code = "2", kk = "Көбіне келіспеймін", ru = "Скорее нет", en = "Rather disagree" },
  { code = "3", kk = "Білмеймін", ru = "Не знаю", en = "Neither" },
  { code = "4", kk = "Көбіне келісемін", ru = "Скорее да", en = "Rather agree" },
  { code = "5", kk = "Келісемін", ru = "Согласен", en = "Agree" },
]
"""

SECTION = """
[[section]]
key = "first"
title = { kk = "Бөлім", ru = "Раздел", en = "Section" }
"""

WORDED = re.compile(r'^words = "(.*)"$', re.MULTILINE)


def toml_of(toml: str) -> str:
    """Fill in what an instrument of ten lines leaves out.

    Keys at the top replace those of HEAD; a text that begins with items gets one section;
    `words = "X"` stands for kk, ru and en; a list "agreement" is there when it is used.
    """
    text = WORDED.sub(r'kk = "\1 (kk)"\nru = "\1 (ru)"\nen = "\1"', dedent(toml)).strip()
    top, table, rest = text.partition("[[")
    given = set(re.findall(r"^(\w+)\s*=", top, re.MULTILINE))
    head = "\n".join(line for line in HEAD.splitlines() if line.split(" = ")[0] not in given)
    parts = [head, top]
    if '"agreement"' in text and 'key = "agreement"' not in text:
        parts.append(AGREEMENT)
    if "[[section]]" not in text:
        parts.append(SECTION)
    return "\n".join([*parts, table + rest, ""])


def instrument(toml: str) -> Instrument:
    """Build an instrument from a few lines of TOML, see `toml_of`."""
    return load(toml_of(toml), "tried.toml")


def likert_questionnaire(n: int = 3, required: str = "ask") -> Instrument:
    """Build a questionnaire of n Likert items Q1, Q2, ... from 1 to 5 and their scale Q."""
    items = "\n".join(
        f'[[section.item]]\ncode = "Q{number}"\nkind = "likert"\nlist = "agreement"\n'
        f'required = "{required}"\nwords = "Statement {number}"'
        for number in range(1, n + 1)
    )
    codes = ", ".join(f'"Q{number}"' for number in range(1, n + 1))
    name = 'name = { kk = "Шкала", ru = "Шкала", en = "Scale" }'
    return instrument(f'{items}\n[[scale]]\ncode = "Q"\n{name}\nitems = [{codes}]')
