"""The numbers of findings as printed tables: one for each question of a topic."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from reportlab.pdfbase.pdfmetrics import stringWidth

from exports.findings.finding import Finding, Group, Number
from exports.numbers import NOTHING, THIN, interval, number, share
from exports.paper import TEXT_WIDTH
from exports.typography import BOLD, REGULAR, register_fonts
from exports.wording import Words, say
from instruments.records import Wave
from instruments.wording import Language, Text

SMALLEST_P = 0.0005
"""Below this a p would print as nothing."""
FOR_NUMBERS = 0.76 * TEXT_WIDTH
"""What columns of numbers may take of the width; the rest is for names."""
PART = ": "
"""What stands in the words of a number between its place and its measure."""
PAIR = "~"
"""What stands in a place between two sources."""
OF_ITEMS = 100
P = ("p", "p_")
"""How the keys of p begin."""


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


@dataclass(frozen=True, slots=True)
class Printed:
    """A table of words: rows of one cell are bands over those that follow."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    words: int = 1


@dataclass(frozen=True, slots=True)
class Question:
    """The findings of a topic that answer the same question."""

    title: str
    words: str
    findings: tuple[Finding, ...]


def questions(group: Group, language: Language) -> tuple[Question, ...]:
    """Part a topic by its questions, in the order in which they come."""
    found: dict[str, list[Finding]] = {}
    for one in group.findings:
        found.setdefault(one.question.in_(language), []).append(one)
    title = group.title.in_(language)
    return tuple(Question(title, words, tuple(some)) for words, some in found.items())


def written(one: Number, language: Language) -> str:
    """Write a number as articles do: no zero before the point where it cannot pass one."""
    if one.value is None:
        return NOTHING
    if one.key.split(".")[0].startswith(P) and 0 <= one.value < SMALLEST_P:
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

    def name(self, place: str) -> str:
        """Name a wave, a step from one to another, or an item in a wave."""
        if place in self.waves:
            return self.waves[place].label.in_(self.language)
        first, mark, last = place.partition("-")
        if mark and {first, last} <= self.waves.keys():
            return f"{self.name(last)} → {self.name(first)}"
        code, mark, wave = place.rpartition(".")
        return f"{code}, {self.name(wave)}" if mark and wave in self.waves else place

    def title(self, one: Placed) -> str:
        """Name the place of a number, as its own words have it where it is no wave."""
        name = self.name(one.place)
        words, mark, _ = one.number.label.in_(self.language).rpartition(PART)
        return words if mark and name == one.place else name

    def head(self, one: Placed) -> str:
        """Name a measure: by the sign of it, or by its word."""
        if one.measure in HEADS:
            return HEADS[one.measure].in_(self.language)
        return one.number.label.in_(self.language).rpartition(PART)[2]

    def depth(self, one: Placed) -> int:
        """Say how a place is made: pairs of codes are not mixed with codes."""
        code, _, wave = one.place.rpartition(".")
        if code and wave in self.waves:
            return OF_ITEMS
        return 0 if PAIR in one.place else one.place.count(".")


def tables(question: Question, places: Places) -> Iterator[Printed]:
    """Set a question's numbers: by place, by item and wave, of the whole, and those in words."""
    kept = [(one, _shares(placed(one))) for one in question.findings if one.numbers]
    depths = sorted({places.depth(it) for _, some in kept for it in some if it.place})
    for depth in depths:
        taken = [(one, [it for it in some if _is_at(it, depth, places)]) for one, some in kept]
        make = _by_item if depth == OF_ITEMS else _by_place
        yield from make(question, _there(taken), places)
    signs = all(it.place or it.measure in HEADS for _, some in kept for it in some)
    whole = _there([(one, [it for it in some if not it.place]) for one, some in kept])
    if whole:
        make = _of_whole if signs or len(whole) > 1 else _listed
        yield from make(question, whole, places)


def _is_at(one: Placed, depth: int, places: Places) -> bool:
    return bool(one.place) and places.depth(one) == depth


def _there(found: "Numbered") -> "Numbered":
    return [(one, numbers) for one, numbers in found if numbers]


def _shares(some: Sequence[Placed]) -> list[Placed]:
    """Leave out the counts that stand in front of their share: 14/40 (35 %)."""
    counted = {one.place for one in some if one.measure == "share"}
    counted &= {one.place for one in some if one.measure == "x"}
    return [one for one in some if one.place not in counted or one.measure not in ("x", "n")]


Numbered = list[tuple[Finding, list[Placed]]]


def _cell(finding: Finding, one: Placed | None, language: Language) -> str:
    """Write a number; a share with its counts before it."""
    if one is None:
        return NOTHING
    suffix = f".{one.place}" if one.place else ""
    x, n = finding.value(f"x{suffix}"), finding.value(f"n{suffix}")
    if one.measure != "share" or x is None or n is None:
        return written(one.number, language)
    low, high = one.number.low, one.number.high
    if low is None or high is None:
        return share(int(x), int(n), language)
    limits = interval(100 * low, 100 * high, language, 0)
    return f"{share(int(x), int(n), language)}\n{limits}{'' if language == 'en' else THIN}%"


def _measures(found: Numbered, places: Places) -> dict[str, str]:
    """Give the measures in their order with the heads of their columns."""
    heads: dict[str, str] = {}
    for _, some in found:
        for one in some:
            heads.setdefault(one.measure, places.head(one))
    return heads


def _by_place(question: Question, found: Numbered, places: Places) -> Iterator[Printed]:
    """Set a row for every wave, pair or school of a subject; a single measure has them in a row."""
    heads = _measures(found, places)
    if len(heads) == 1 < len(found):
        yield from _in_a_row(question, found, places)
        return
    rows: list[tuple[str, ...]] = []
    for finding, some in found:
        own = {(one.place, one.measure): one for one in some}
        titles = {one.place: places.title(one) for one in some}
        rows.append((finding.subject.in_(places.language),))
        for at, title in titles.items():
            cells = (own.get((at, measure)) for measure in heads)
            rows.append((title, *(_cell(finding, one, places.language) for one in cells)))
    yield from fitted(question.words, [*heads.values()], rows)


def _in_a_row(question: Question, found: Numbered, places: Places) -> Iterator[Printed]:
    columns = {one.place: places.title(one) for _, some in found for one in some}
    rows = []
    for finding, some in found:
        own = {one.place: one for one in some}
        cells = (_cell(finding, own.get(at), places.language) for at in columns)
        rows.append((finding.subject.in_(places.language), *cells))
    (head,) = _measures(found, places).values()
    yield from fitted(f"{question.words} {head}", [*columns.values()], rows)


def _by_item(question: Question, found: Numbered, places: Places) -> Iterator[Printed]:
    """Set a table for each measure: a row for every item or school, a column for every wave."""
    for measure, head in _measures(found, places).items():
        kept = [(finding, [it for it in some if it.measure == measure]) for finding, some in found]
        columns = tuple(dict.fromkeys(_parted(it)[1] for _, some in kept for it in some))
        rows: list[tuple[str, ...]] = []
        for finding, some in _there(kept):
            own = {_parted(one): one for one in some}
            rows.append((finding.subject.in_(places.language),))
            for code in dict.fromkeys(code for code, _ in own):
                cells = (own.get((code, at)) for at in columns)
                rows.append((code, *(_cell(finding, one, places.language) for one in cells)))
        yield from fitted(f"{question.words} {head}", [places.name(at) for at in columns], rows)


def _parted(one: Placed) -> tuple[str, str]:
    """Part an item in a wave."""
    code, _, at = one.place.rpartition(".")
    return code, at


def _of_whole(question: Question, found: Numbered, places: Places) -> Iterator[Printed]:
    heads = _measures(found, places)
    rows = []
    for finding, some in found:
        own = {one.measure: one for one in some}
        cells = (_cell(finding, own.get(measure), places.language) for measure in heads)
        rows.append((finding.subject.in_(places.language), *cells))
    caption = say("{question} Over all", question=question.words).in_(places.language)
    yield from fitted(caption, [*heads.values()], rows)


def _listed(question: Question, found: Numbered, places: Places) -> Iterator[Printed]:
    """List numbers under one another by the words that say what they are."""
    language = places.language
    rows: list[tuple[str, ...]] = []
    for finding, some in found:
        rows.append((finding.subject.in_(language),))
        for one in some:
            unit = one.number.unit.in_(language)
            value = _cell(finding, one, language).replace("\n", " ")
            rows.append((one.number.label.in_(language), f"{value} {unit}".strip()))
    yield Printed(question.words, ("", say("Value").in_(language)), tuple(rows), (4, 2))


def fitted(
    caption: str, heads: Sequence[str], rows: Sequence[tuple[str, ...]]
) -> Iterator[Printed]:
    """Give columns the room that their longest word needs, in as many tables as that takes."""
    columns = [[row[place] for row in rows if len(row) > 1] for place in range(1, len(heads) + 1)]
    whole = [_need([head], cells) for head, cells in zip(heads, columns, strict=True)]
    words = [_need(head.split(), cells) for head, cells in zip(heads, columns, strict=True)]
    needs = whole if sum(whole) <= FOR_NUMBERS else words
    start = 0
    while start < len(heads):
        end = start + 1
        while end < len(heads) and sum(needs[start : end + 1]) <= FOR_NUMBERS:
            end += 1
        kept = [(row[0], *row[start + 1 : end + 1]) if len(row) > 1 else row for row in rows]
        room = tuple(needs[start:end])
        first = max(TEXT_WIDTH - FOR_NUMBERS, TEXT_WIDTH - 1.6 * sum(room))
        yield Printed(caption, ("", *heads[start:end]), tuple(kept), (first, *room))
        start = end


def _need(heads: Sequence[str], cells: Sequence[str]) -> float:
    """Measure the widest of the words of a head and the lines of its cells."""
    register_fonts()
    words = [stringWidth(word, BOLD, 8) for word in heads]
    lines = [stringWidth(line, REGULAR, 8.5) for cell in cells for line in cell.split("\n")]
    return float(max(*words, *lines, 18)) + 8


def alternatives(question: Question, language: Language) -> tuple[Printed, tuple[str, ...]] | None:
    """Set the other ways of answering beside the main one; notes say why they may differ."""
    notes: dict[str, str] = {}
    rows: list[tuple[str, ...]] = []
    for finding in question.findings:
        if not finding.alternatives:
            continue
        rows.append((finding.subject.in_(language),))
        if line := finding.apa.in_(language):
            main = say("The main answer").in_(language)
            rows += [(main, part, "") for part in line.split("\n")]
        for one in finding.alternatives:
            reason = one.differs.in_(language)
            mark = notes.setdefault(reason, _letter(len(notes))) if reason else ""
            rows.append((one.name.in_(language), one.apa.in_(language) or NOTHING, mark))
    if not rows:
        return None
    caption = say("{question} The other ways of answering it", question=question.words)
    head = (say("Way"), say("Result"), say("Why"))
    words = tuple(word.in_(language) for word in head)
    printed = Printed(caption.in_(language), words, tuple(rows), (2.6, 3.6, 0.75), words=2)
    return printed, tuple(f"{mark}) {reason}" for reason, mark in notes.items())


def _letter(place: int) -> str:
    """Count a, b, c ... z, aa, ab."""
    first, last = divmod(place, 26)
    return (_letter(first - 1) if first else "") + chr(ord("a") + last)


def said_once(
    found: Sequence[tuple[Words, Words]], language: Language
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give each text once, with the subjects that it is said of."""
    texts: dict[str, list[str]] = {}
    for subject, words in found:
        if text := words.in_(language):
            texts.setdefault(text, []).append(subject.in_(language))
    for text, subjects in texts.items():
        yield text, tuple(name for name, _ in groupby(subjects))
