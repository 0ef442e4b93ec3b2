"""Answers that no question of the results is about: numbers, choices, open answers, quotations."""

from collections.abc import Iterator, Sequence

from reportlab.platypus.flowables import Flowable

from exports.article.columns import sign
from exports.article.composed import Composed
from exports.article.drawings import DENSE
from exports.article.pages import Report, fitted
from exports.findings.finding import Findings, Topic
from exports.numbers import NOTHING, interval, number, share
from exports.paper import named_paragraph, paragraph, parts_of
from exports.quotes import quotations
from exports.report_figures import item_figures
from exports.statistics.descriptives import Descriptives
from exports.summary import ItemInWave, NumberInWave, ScaleInWave, Summary
from exports.wording import Words, say
from instruments.definitions import CHOOSING, Choice, Item, Kind
from instruments.records import Wave


def answers(report: Report, summaries: Sequence[Summary], findings: Findings) -> Iterator[Flowable]:
    """Set what is left of every instrument; nothing where nothing is."""
    drawn = {one.instrument for one in findings.of(Topic.ITEMS)}
    told = {
        (one.instrument, one.code)
        for topic in (Topic.GROWTH, Topic.PUPILS)
        for one in findings.of(topic)
    }
    parts = [(summary, [*_instrument(report, summary, drawn, told)]) for summary in summaries]
    there = [(summary, body) for summary, body in parts if body]
    if not there:
        return
    yield from report.begin(report.words(say("Other answers")))
    for summary, body in there:
        yield paragraph(report.words(summary.instrument.title), "subheading")
        yield from body


def _instrument(
    report: Report, summary: Summary, drawn: set[str], told: set[tuple[str, str]]
) -> Iterator[Flowable]:
    """Set scales, figures and numbers that no finding has told, and what was written."""
    key = summary.instrument.key
    untold = [one for one in summary.scales if (key, one.scale.code) not in told]
    numbers = [one for one in summary.numbers if (key, one.item.code) not in told]
    for made in (*_scales(report, untold), *_numbers(report, numbers), *_choices(report, summary)):
        yield from report.table(made)
    if key not in drawn:
        figures = [fitted(figure, DENSE) for figure in item_figures(summary, report.language)]
        title = report.words(summary.instrument.title)
        yield from report.figure(figures, title)
    yield from _open_answers(report, summary)
    yield from _quotations(report, summary)


def _scales(report: Report, found: Sequence[ScaleInWave]) -> Iterator[Composed]:
    """Describe scales by wave."""
    yield from _described(
        report,
        say("Scales: mean, standard deviation and 95 % interval of the mean"),
        say("Scale"),
        [(one.scale.name.in_(report.language), one.wave, one.described) for one in found],
    )


def _numbers(report: Report, found: Sequence[NumberInWave]) -> Iterator[Composed]:
    """Describe the items that were answered by a number."""
    yield from _described(
        report,
        say("Answers given as numbers"),
        say("Item"),
        [(one.item.label.in_(report.language), one.wave, one.described) for one in found],
    )


def _described(
    report: Report, caption: Words, name: Words, found: Sequence[tuple[str, Wave, Descriptives]]
) -> Iterator[Composed]:
    language = report.language
    rows = tuple(
        (
            title,
            wave.label.in_(language),
            str(what.n),
            number(what.mean, language),
            number(what.sd, language),
            interval(what.ci_low, what.ci_high, language),
            f"{number(what.min, language)}–{number(what.max, language)}",
        )
        for title, wave, what in found
    )
    if rows:
        head = (name, say("Wave"), sign("n"), sign("M"), sign("SD"))
        more = (say("95 % interval"), say("Range"))
        words = tuple(word.in_(language) for word in (*head, *more))
        yield Composed(caption.in_(language), words, rows, words=2)


def _choices(report: Report, summary: Summary) -> Iterator[Composed]:
    """Count the answers to choice items that are no Likert items."""
    language = report.language
    rows = []
    left_out = False
    for item in summary.instrument.answered_items:
        if item.kind not in CHOOSING or item.kind is Kind.LIKERT:
            continue
        found = [summary.item_in(item.code, wave.key) for wave in summary.waves]
        if not any(one and one.answered for one in found):
            continue
        counted = _counted(item, found)
        left_out = left_out or len(counted) < len(item.choices)
        for choice in counted:
            cells = [
                share(one.number(choice.code), one.answered, language) if one else NOTHING
                for one in found
            ]
            rows.append((item.label.in_(language), choice.label.in_(language), *cells))
    if rows:
        head = (say("Item").in_(language), say("Answer").in_(language))
        waves = (wave.label.in_(language) for wave in summary.waves)
        caption = say("Answers to the other choice items").in_(language)
        note = say(
            "Of two answers the first stands here, the others gave the second; answers that nobody "
            "gave are left out."
        ).in_(language)
        yield Composed(
            caption, (*head, *waves), tuple(rows), words=2, notes=(note,) if left_out else ()
        )


def _counted(item: Item, found: Sequence[ItemInWave | None]) -> Sequence[Choice]:
    """Give the choices that somebody took; of two that exclude each other the first."""
    if item.kind is Kind.SINGLE and len(item.choices) == 2:
        return item.choices[:1]
    return [
        choice for choice in item.choices if any(one and one.number(choice.code) for one in found)
    ]


def _open_answers(report: Report, summary: Summary) -> Iterator[Flowable]:
    if not summary.open_answers:
        return
    yield paragraph(report.words(say("Open answers")), "question")
    item = ""
    for answer in summary.open_answers:
        if answer.item.code != item:
            item = answer.item.code
            yield paragraph(report.words(answer.item.label), "caption")
        who = f"{answer.who} · {report.words(answer.wave.label)}"
        yield from _said(who, answer.text)


def _quotations(report: Report, summary: Summary) -> Iterator[Flowable]:
    """List what was said in repeats, by pseudonym and time."""
    found = quotations(report.source, summary.instrument.key)
    if not found.turns:
        return
    yield paragraph(report.words(say("Quotations")), "question")
    if found.has_mark:
        marked = say("Marked as quotations: {n} of {all}.", n=len(found.chosen), all=found.turns)
        yield paragraph(report.words(marked), "muted")
    labels = {wave.key: wave.label.in_(report.language) for wave in summary.waves}
    for one in found.chosen:
        place = (one.who, one.session, one.at, labels.get(one.wave, one.wave))
        yield from _said(" · ".join(filter(None, place)), one.text)


def _said(who: str, text: str) -> Iterator[Flowable]:
    """Set who said something, and behind it what was said."""
    first, *rest = parts_of(text)
    yield named_paragraph(who, first, "answer")
    yield from (paragraph(part, "answer") for part in rest)
