"""What items, lessons, talk and all sources together say, summed up over their findings."""

from collections.abc import Sequence
from dataclasses import replace
from textwrap import shorten

from exports.findings.finding import (
    Choices,
    Counts,
    Effect,
    Finding,
    Forest,
    ShareOf,
    Shares,
)
from exports.findings.overview import (
    Part,
    Told,
    drawing_of,
    is_certain,
    named,
    numbers_of,
    parts_of,
    quoted,
    sentences,
    untested,
)
from exports.findings.phrasing import each, joined_words, num, share_words
from exports.wording import Words, say
from instruments.wording import Text

STAR = " *"
"""Behind the name of a statement that has a warning."""
MOST_ITEMS = 4
"""Statements in one drawing: those that changed most."""
MOST_CODES = 7
"""Codes in one drawing: the most frequent."""
PAIR = " – "
"""What stands between two measures that are compared."""
STRONGEST = 5
"""Pairs of measures in one drawing: the strongest."""
LONGEST = 42
"""Letters of a measure's name in a pair; its whole name stands in the card of the pairs."""
First = tuple[ShareOf, ShareOf]
Row = tuple[Finding, First]


def shares_of(one: Finding) -> First | None:
    """Give the first share and the last."""
    drawn = drawing_of(one, Shares)
    there = [share for share in drawn.shares if share.n] if drawn else []
    return (there[0], there[-1]) if there else None


def shares_words(ends: First) -> Words:
    """Write x/n with its percent, first and last: 14/40 (35%) → 28/40 (70%)."""
    said = [share_words(one.x, one.n) for one in dict.fromkeys(ends)]
    return joined_words(said, " → ")


def _turn(ends: First) -> float:
    return ends[1].x / ends[1].n - ends[0].x / ends[0].n


def items(findings: Sequence[Finding]) -> Told:
    """Name the statements that changed most."""
    rows = [(one, ends) for one in findings if (ends := shares_of(one))]
    if not rows:
        return Told(sentences(untested(findings)), say("Nobody answered"))
    rows.sort(key=lambda row: -abs(_turn(row[1])))
    one, ends = rows[0]
    up, down = (sum(way * _turn(ends) > 0 for _, ends in rows) for way in (1, -1))
    if not any(_turn(ends) for _, ends in rows):
        return _as_they_are(rows)
    values = {"item": one.subject, "shares": shares_words(ends)}
    answer = sentences(
        say("Changed most: “{item}”, {shares} agree.", **values),
        say(
            "Statements asked more than once: {n}; agreement rose with {up} and fell with {down}. "
            "These are counts, no statement is tested by itself.",
            n=sum(first is not last for _, (first, last) in rows),
            up=up,
            down=down,
        ),
    )
    headline = say("Changed most: “{item}”, {shares} agree", **values)
    parts = _alike([one for one, _ in rows])
    return Told(answer, headline, parts, one, _starred_cautions(findings))


def _as_they_are(rows: Sequence[Row]) -> Told:
    """Name the statement that most agree with, where none changed or there is one wave."""
    ordered = sorted(rows, key=lambda row: -row[1][1].x / row[1][1].n)
    one, ends = ordered[0]
    values = {"item": one.subject, "share": share_words(ends[1].x, ends[1].n)}
    answer = sentences(say("Most agree with “{item}”: {share}.", **values))
    headline = say("Most agree with “{item}”: {share}", **values)
    return Told(answer, headline, _alike([one for one, _ in ordered]), one)


def _alike(findings: Sequence[Finding]) -> tuple[Part, ...]:
    """Draw the statements that have the same choices as the first."""
    first = drawing_of(findings[0], Choices)
    return tuple(
        Part(_starred(one), drawn, one.key)
        for one in findings
        if (drawn := drawing_of(one, Choices)) and first and drawn.choices == first.choices
    )[:MOST_ITEMS]


def _starred(one: Finding) -> Words:
    """Mark a statement that has a warning, such as one that is keyed the other way."""
    return each(lambda language: one.subject.in_(language) + (STAR if one.warnings else ""))


def _starred_cautions(findings: Sequence[Finding]) -> tuple[Words, ...]:
    """Say what a star behind a statement means."""
    said = {warning.in_("en"): warning for one in findings for warning in one.warnings}
    return tuple(say("* {warning}", warning=warning) for warning in said.values())


def lessons(findings: Sequence[Finding]) -> Told:
    """Say what was seen in more lessons, and what in fewer."""
    rows = [(one, ends) for one in findings if (ends := shares_of(one))]
    if not rows:
        return Told(sentences(untested(findings)), say("No lesson was observed"))
    waves = [row for row in rows if row[1][0] is not row[1][1]]
    sure = [row for row in waves if _is_apart(row[0])]
    more = [row for row in sure if _turn(row[1]) > 0]
    fewer = [row for row in sure if row not in more]
    open_ = [row for row in waves if row not in sure]
    alone = [row for row in rows if row not in waves]
    answer = sentences(
        say("Seen in more lessons, hardly by chance: {sets}.", sets=_sets(more)) if more else None,
        say("Seen in fewer lessons, hardly by chance: {sets}.", sets=_sets(fewer))
        if fewer
        else None,
        say("The difference may be chance: {sets}.", sets=_sets(open_)) if open_ else None,
        say("Seen in one wave only: {sets}.", sets=_sets(alone)) if alone else None,
    )
    one, ends = (sure or rows)[0]
    return Told(answer, shared_words(one, ends), parts_of([one for one, _ in rows], Shares), one)


def _sets(rows: Sequence[Row]) -> Text:
    return named((one.subject, shares_words(ends)) for one, ends in rows)


def _is_apart(one: Finding) -> bool:
    """Say whether the interval of the last difference leaves nought out."""
    last = [*numbers_of(one, "difference.")][-1:]
    return any((it.low or 0.0) > 0 or (it.high or 0.0) < 0 for it in last)


def shared_words(one: Finding, ends: First) -> Words:
    """Say in the title of a drawing what became of a share."""
    values = {"name": one.subject, "shares": shares_words(ends)}
    if _turn(ends) > 0:
        return say("More often: “{name}”, {shares}", **values)
    if _turn(ends) < 0:
        return say("Less often: “{name}”, {shares}", **values)
    return say("“{name}”: {shares}", **values)


def talk(findings: Sequence[Finding]) -> Told:
    """Say what was said most, and whether coders agree."""
    counted = [one for one in findings if drawing_of(one, Counts)]
    answer = sentences(*(one.answer for one in findings[:3]))
    if not counted:
        return Told(answer, say("Nothing was counted"))
    drawn = [_most(counts) for one in counted if (counts := drawing_of(one, Counts))]
    parts = (Part(one.subject, counts, one.key) for one, counts in zip(counted, drawn, strict=True))
    return Told(answer, most_words(drawn[0]), tuple(parts))


def _most(counts: Counts) -> Counts:
    """Leave the rows that were counted most often, in their order."""
    order = sorted(range(len(counts.rows)), key=lambda place: -sum(counts.counts[place]))
    kept = sorted(order[:MOST_CODES])
    rows = tuple(counts.rows[place] for place in kept)
    return Counts(rows, counts.columns, tuple(counts.counts[place] for place in kept))


def most_words(counts: Counts) -> Words:
    """Name what was counted most often."""
    totals = [sum(row) for row in counts.counts]
    if not any(totals):
        return say("Nothing was counted")
    place = totals.index(max(totals))
    return say("Most often: “{name}” ({n})", name=counts.rows[place], n=totals[place])


def together(findings: Sequence[Finding]) -> Told:
    """Say how far sources point the same way, and draw the strongest pairs."""
    forest = drawing_of(findings[0], Forest)
    if not forest or not forest.effects:
        answer = sentences(*(one.answer for one in findings[:2]))
        return Told(answer, say("No two sources know enough of the same participants"))
    rows = tuple(replace(it, name=_short_pair(it.name)) for it in forest.effects[:STRONGEST])
    first = max(rows, key=lambda it: abs(it.value or 0.0))
    strongest = Forest(rows, forest.unit, forest.nothing)
    headline = say("The strongest: {pair}, r = {r}", pair=first.name, r=num(first.value))
    return Told(
        _related(findings[0], first),
        headline,
        (Part(quoted(findings[0].subject), strongest, findings[0].key),),
    )


def _related(one: Finding, strongest: Effect) -> Text:
    """Count the pairs that seem related alone, and with all that were looked at."""
    alone, among = (numbers_of(one, f"{key}.") for key in ("p", "p_holm"))
    return sentences(
        say(
            "Of {pairs} pairs of measures, {some} seem related when looked at alone (p < .05); "
            "allowing for so many looks (Holm): {sure}.",
            pairs=len(numbers_of(one, "r.")),
            some=sum(is_certain(p.value) for p in alone),
            sure=sum(is_certain(p.value) for p in among),
        ),
        say("The strongest: {pair}, r = {r}.", pair=strongest.name, r=num(strongest.value)),
    )


def _short_pair(pair: Words) -> Text:
    """Shorten both names of a pair at the end of a word."""
    return each(lambda language: PAIR.join(map(_shortened, pair.in_(language).split(PAIR))))


def _shortened(name: str) -> str:
    return shorten(name, LONGEST, placeholder="…") if len(name) > LONGEST else name
