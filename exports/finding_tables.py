"""The numbers of findings as printed tables: one for each question of a topic."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from exports.article.composed import Composed
from exports.finding_numbers import HEADS, OF_ITEMS, Placed, Places, placed, titles, written
from exports.findings.finding import Finding, Group
from exports.numbers import NOTHING, THIN, interval, share
from exports.wording import Words, say
from instruments.wording import Language


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


def tables(question: Question, places: Places) -> Iterator[Composed]:
    """Set a question's numbers: by place, by item and wave, of the whole, and those in words."""
    kept = [(one, _shares(placed(one))) for one in question.findings if one.numbers]
    unclear = _unclear(kept, places)
    kept = [(one, [_unplaced(it, unclear) for it in some]) for one, some in kept]
    whole = _there([(one, [it for it in some if not it.place]) for one, some in kept])
    signs = all(it.measure in HEADS for _, some in whole for it in some)
    in_words = not signs and (len(whole) == 1 or bool(unclear))
    if in_words:
        yield from _listed(question, whole, places)
    for depth in sorted({places.depth(it) for _, some in kept for it in some if it.place}):
        taken = [(one, [it for it in some if _is_at(it, depth, places)]) for one, some in kept]
        make = _by_item if depth == OF_ITEMS else _by_place
        yield from make(question, _there(taken), places)
    if whole and not in_words:
        yield from _of_whole(question, whole, places)


def _unclear(kept: "Numbered", places: Places) -> set[str]:
    """Find measures without a sign that are called otherwise at other places."""
    heads: dict[str, set[str]] = {}
    for _, some in kept:
        for one in some:
            if one.place and one.measure not in HEADS and places.depth(one) != OF_ITEMS:
                heads.setdefault(one.measure, set()).add(places.head(one))
    return {measure for measure, words in heads.items() if len(words) > 1}


def _unplaced(one: Placed, unclear: set[str]) -> Placed:
    """Give a number of an unclear measure to those that are listed with all their words."""
    return Placed(one.number.key, "", one.number) if one.measure in unclear else one


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


def _by_place(question: Question, found: Numbered, places: Places) -> Iterator[Composed]:
    """Set a row for every wave, pair or school of a subject; a single measure has them in a row."""
    heads = _measures(found, places)
    if len(heads) == 1 < len(found):
        yield from _in_a_row(question, found, places)
        return
    rows: list[tuple[str, ...]] = []
    for finding, some in found:
        own = {(one.place, one.measure): one for one in some}
        named = titles(some, places)
        rows.append((finding.subject.in_(places.language),))
        for at, title in named.items():
            cells = (own.get((at, measure)) for measure in heads)
            rows.append((title, *(_cell(finding, one, places.language) for one in cells)))
    yield _composed(question.words, [*heads.values()], rows)


def _in_a_row(question: Question, found: Numbered, places: Places) -> Iterator[Composed]:
    columns = {one.place: places.title(one) for _, some in found for one in some}
    rows = []
    for finding, some in found:
        own = {one.place: one for one in some}
        cells = (_cell(finding, own.get(at), places.language) for at in columns)
        rows.append((finding.subject.in_(places.language), *cells))
    (head,) = _measures(found, places).values()
    yield _composed(f"{question.words} {head}", [*columns.values()], rows)


def _by_item(question: Question, found: Numbered, places: Places) -> Iterator[Composed]:
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
        yield _composed(f"{question.words} {head}", [places.name(at) for at in columns], rows)


def _parted(one: Placed) -> tuple[str, str]:
    """Part an item in a wave."""
    code, _, at = one.place.rpartition(".")
    return code, at


def _of_whole(question: Question, found: Numbered, places: Places) -> Iterator[Composed]:
    heads = _measures(found, places)
    rows = []
    for finding, some in found:
        own = {one.measure: one for one in some}
        cells = (_cell(finding, own.get(measure), places.language) for measure in heads)
        rows.append((finding.subject.in_(places.language), *cells))
    caption = say("{question} Over all", question=question.words).in_(places.language)
    yield _composed(caption, [*heads.values()], rows)


def _composed(caption: str, heads: Sequence[str], rows: Sequence[tuple[str, ...]]) -> Composed:
    return Composed(caption, ("", *heads), tuple(rows))


def _listed(question: Question, found: Numbered, places: Places) -> Iterator[Composed]:
    """List numbers under one another by the words that say what they are."""
    language = places.language
    rows: list[tuple[str, ...]] = []
    for finding, some in found:
        rows.append((finding.subject.in_(language),))
        for one in some:
            unit = one.number.unit.in_(language)
            value = _cell(finding, one, language).replace("\n", " ")
            rows.append((one.number.label.in_(language), f"{value} {unit}".strip()))
    yield Composed(question.words, ("", say("Value").in_(language)), tuple(rows))


def alternatives(question: Question, language: Language) -> Iterator[Composed]:
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
            mark = notes.setdefault(reason, letter(len(notes))) if reason else ""
            rows.append((one.name.in_(language), one.apa.in_(language) or NOTHING, mark))
    if not rows:
        return
    caption = say("{question} The other ways of answering it", question=question.words)
    head = (say("Way"), say("Result"), say("Why"))
    words = tuple(word.in_(language) for word in head)
    said = tuple(f"{mark}) {reason}" for reason, mark in notes.items())
    yield Composed(caption.in_(language), words, tuple(rows), words=2, notes=said)


def letter(place: int) -> str:
    """Count a, b, c ... z, aa, ab."""
    first, last = divmod(place, 26)
    return (letter(first - 1) if first else "") + chr(ord("a") + last)


def said_once(
    found: Sequence[tuple[Words, Words]], language: Language
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give each text once, with the subjects that it is said of."""
    texts: dict[str, list[str]] = {}
    for subject, words in found:
        if text := words.in_(language):
            texts.setdefault(text, []).append(subject.in_(language).rstrip("."))
    for text, subjects in texts.items():
        yield text, tuple(name for name, _ in groupby(subjects))
