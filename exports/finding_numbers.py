"""The numbers of findings one by one: their place, their measure, and how they are written."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from exports.findings.finding import Finding, Number
from exports.numbers import NOTHING, number
from exports.wording import Words, say
from instruments.records import Wave
from instruments.wording import Language, Text

SMALLEST_P = 0.0005
"""Below this a p would print as nothing."""
PART = ": "
"""What stands in the words of a number between its place and its measure."""
PAIR = "~"
"""What stands in a place between two sources."""
OF_ITEMS = 100
P = re.compile(r"p(_|\.|$)")
"""How the keys of p begin; those of people and participants do not."""


def _sign(text: str) -> Text:
    """Give a sign that is the same in every language."""
    return Text(text, text, text)


HEADS: Mapping[str, Words] = {
    "n": _sign("n"),
    "people": say("Participants"),
    "cases": _sign("n"),
    "mean": _sign("M"),
    "median": say("Median"),
    "sd": _sign("SD"),
    "model": say("M by the model"),
    "model_mean": say("M by the model"),
    "f": _sign("F"),
    "df": _sign("df"),
    "df1": _sign("df₁"),
    "df2": _sign("df₂"),
    "t": _sign("t"),
    "p": _sign("p"),
    "p_bonferroni": _sign("p_Bonf"),
    "p_holm": _sign("p_Holm"),
    "eta2p": _sign("ηp²"),
    "icc": _sign("ICC"),
    "variance_participants": say("Variance between participants"),
    "variance_residual": say("Variance left"),
    "difference": _sign("Δ"),
    "change": _sign("Δ"),
    "changed": say("n of Δ"),
    "dz": _sign("d_z"),
    "dav": _sign("d_av"),
    "g": _sign("g"),
    "alpha": _sign("α"),
    "omega": _sign("ω"),
    "mean_r": say("Mean r"),
    "item_rest": _sign("r"),
    "without": say("α without it"),
    "kappa": _sign("κ"),
    "pct": say("Equal, %"),
    "gain": _sign("Δ"),
    "r": _sign("r"),
    "rho": _sign("ρ"),
    "tau": _sign("τ"),
    "ac1": _sign("AC1"),
    "pabak": _sign("PABAK"),
    "icc21": _sign("ICC(2,1)"),
    "icc2k": _sign("ICC(2,k)"),
    "odds_ratio": _sign("OR"),
    "share": say("Share"),
    "chi2": _sign("χ²"),
}
"""The heads of columns: what articles call a number."""


def written(one: Number, language: Language) -> str:
    """Write a number as articles do: no zero before the point where it cannot pass one."""
    if one.value is None:
        return NOTHING
    if P.match(one.key) and 0 <= one.value < SMALLEST_P:
        return f"< {_bare(number(0.001, language, 3))}"
    text = _signed(one.value, one, language)
    if one.low is None or one.high is None:
        return text
    between = ", " if language == "en" else "; "
    limits = between.join(_signed(limit, one, language) for limit in (one.low, one.high))
    return f"{text}\n[{limits}]"


def _signed(value: float, one: Number, language: Language) -> str:
    whole = float(value).is_integer() and (one.places == 0 or isinstance(value, int))
    text = number(value, language, 0 if whole else one.places).replace("-", "−")
    return _bare(text) if one.bounded else text


def _bare(text: str) -> str:
    """Take off the zero before the point."""
    sign = "−" if text.startswith("−") else ""
    rest = text.removeprefix(sign)
    return sign + rest[1:] if rest[:2] in ("0.", "0,") else text


@dataclass(frozen=True, slots=True)
class Placed:
    """A number of a finding: its measure, and the place (wave, pair, school, item) it is of."""

    measure: str
    place: str
    number: Number


def placed(finding: Finding) -> tuple[Placed, ...]:
    """Take the names of a finding's numbers apart."""
    parts = ((one.key.partition("."), one) for one in finding.numbers)
    return tuple(Placed(measure, place, one) for (measure, _, place), one in parts)


@dataclass(frozen=True, slots=True)
class Places:
    """What places are called: waves by their labels, anything else by its code."""

    waves: Mapping[str, Wave]
    language: Language
    items: Mapping[tuple[str, str], Words] = field(default_factory=dict)
    """What items are called: by the keys of their instruments and their codes."""

    def name(self, place: str) -> str:
        """Name a wave, a step from one to another, or an item in a wave."""
        if place in self.waves:
            return self.waves[place].label.in_(self.language)
        first, mark, last = place.partition("-")
        if mark and {first, last} <= self.waves.keys():
            return f"{self.name(last)} → {self.name(first)}"
        code, mark, wave = place.rpartition(".")
        return f"{code}, {self.name(wave)}" if mark and wave in self.waves else place

    def item(self, instrument: str, code: str) -> str:
        """Name an item of an instrument; by its code where nobody knows its label."""
        known = self.items.get((instrument, code))
        return known.in_(self.language) if known else code

    def title(self, one: Placed) -> str:
        """Name the place of a number, as its own words have it where it is no wave."""
        name = self.name(one.place)
        words, mark, _ = one.number.label.in_(self.language).rpartition(PART)
        return words if mark and name == one.place else name

    def head(self, one: Placed) -> str:
        """Name a measure: by the sign of it, or by its word."""
        if one.measure in HEADS:
            return HEADS[one.measure].in_(self.language)
        word = one.number.label.in_(self.language).rpartition(PART)[2]
        word = word.removesuffix(f", {self.name(one.place.rpartition('.')[2])}")
        return word[:1].upper() + word[1:]

    def depth(self, one: Placed) -> int:
        """Say how a place is made: pairs of codes are not mixed with codes."""
        code, _, wave = one.place.rpartition(".")
        if code and wave in self.waves:
            return OF_ITEMS
        return 0 if PAIR in one.place else one.place.count(".")


def titles(some: Sequence[Placed], places: Places) -> dict[str, str]:
    """Name every place of a finding, with its code where several have the same name."""
    titles = {one.place: places.title(one) for one in some}
    often = Counter(titles.values())
    return {
        place: title if often[title] == 1 else f"{title} ({place.partition('.')[2] or place})"
        for place, title in titles.items()
    }
