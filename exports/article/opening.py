"""The first page: what study this is, how things stand, key figures, and what stands where."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import Spacer
from reportlab.platypus.flowables import Flowable

from exports.article.columns import sign
from exports.article.composed import Composed
from exports.article.pages import Report
from exports.findings.finding import Findings
from exports.findings.key_figures import key_figures
from exports.findings.overviews import overviews
from exports.numbers import NOTHING, day, held, moment, share
from exports.paper import paragraph
from exports.parts import Contents
from exports.summary import Summary
from exports.wording import say

TELLING = ("growth", "lessons", "pupils", "engagement", "talk", "reliability")
"""The questions whose answers say how things stand."""


def opening(report: Report, summaries: Sequence[Summary], findings: Findings) -> Iterator[Flowable]:
    """Write the first page; the parts of the report must be known already."""
    frame, source = report.source.frame, report.source
    yield paragraph(report.words(frame.title), "title")
    if frame.invented:
        warning = say("Invented people and answers. Never present them as data.")
        yield paragraph(report.words(warning), "warn")
    yield paragraph(_what(report, summaries), "text")
    yield paragraph(_waves(report), "text")
    made = moment(source.made_at, report.language)
    note = say("Made {moment}. Pseudonymous: study codes only, no names.", moment=made)
    yield paragraph(report.words(note), "muted")
    if frozen := source.freeze:
        state = say("{label} (freeze {number})", label=frozen.label, number=frozen.number)
        words = f"{report.words(say('Frozen as'))}: {report.words(state)}. SHA-256: {frozen.sha256}"
        yield paragraph(words, "muted")
    yield from _in_short(report, findings)
    if report.parts:
        yield paragraph(report.words(say("Contents")), "subheading")
        # the numbers are filled in by the contents
        one = say("Table {numbers}", numbers="{numbers}")
        more = say("Tables {numbers}", numbers="{numbers}")
        yield Contents(report.parts, report.words(one), report.words(more))


def _what(report: Report, summaries: Sequence[Summary]) -> str:
    """Say whom and what the study asks."""
    frame = report.source.frame
    sentence = say(
        "Schools: {schools}. Participants: {participants}. Instruments: {instruments}.",
        schools=len(frame.schools),
        participants=len(frame.participants),
        instruments=", ".join(report.words(one.instrument.title) for one in summaries) or NOTHING,
    )
    return report.words(sentence)


def _waves(report: Report) -> str:
    """Name the waves with their days."""
    frame, language = report.source.frame, report.language
    chosen = report.source.choices.wave
    lines = []
    for wave in frame.waves:
        if chosen in (None, wave.key):
            line = wave.label.in_(language)
            if wave.opens_on:
                line += f": {day(wave.opens_on, language)} – {day(wave.closes_on, language)}"
            lines.append(line)
    return "\n".join(lines)


def _in_short(report: Report, findings: Findings) -> Iterator[Flowable]:
    """Say how things stand: the answers in words, then the key figures."""
    known = {one.key: one for one in overviews(findings)}
    there = [known[key] for key in TELLING if key in known]
    answers = [
        report.words(one.answer)
        for one in there
        if any(finding.why is None for finding in findings.of(one.topic))
    ]
    if answers:
        yield paragraph(report.words(say("How things stand")), "subheading")
        yield paragraph(held(" ".join(answers)), "said")
    rows = tuple(_key_figures(report, findings))
    if rows:
        head = ("", report.words(sign("x/n")))
        yield from report.plain_table(Composed("", head, rows))
        yield Spacer(1, 4)


ARROW = " → "


def _key_figures(report: Report, findings: Findings) -> Iterator[tuple[str, str]]:
    """Write the key figures, from wave to wave where there are several: 14/40 → 28/40."""
    for one in key_figures(findings):
        name = report.words(one.name)
        if one.waves:
            yield name, ARROW.join(share(it.x, it.n, report.language) for it in one.waves)
        for it in one.wholes:
            yield f"{name}: {_lower(report.words(it.name))}", share(it.x, it.n, report.language)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
