"""The PDF report of a wave, or of all: who answered, what they answered, in words and figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from reportlab.platypus import KeepTogether, Paragraph, Spacer
from reportlab.platypus.flowables import Flowable

from exports.findings.everything import all_findings
from exports.lesson_shares import LessonShare, lesson_shares
from exports.numbers import day, interval, moment, number, share
from exports.paper import paragraph, paragraphs, table, write_pages
from exports.quotes import quotations
from exports.report_figures import item_figures, means_figure
from exports.report_findings import results_part
from exports.report_lessons import share_tables
from exports.source import Source
from exports.summary import Summary, summarise
from instruments.definitions import CHOOSING, About, Kind
from instruments.wording import Language, catalogue


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """What a report holds."""

    pages: int
    records: int


@dataclass
class Report:
    """A report being written: its words and the numbers of its tables."""

    source: Source
    language: Language
    tables: int = 0

    def _(self, sentence: str, **values: object) -> str:
        return catalogue("exports", self.language).gettext(sentence).format(**values)

    def caption(self, words: str) -> Paragraph:
        """Number a table."""
        self.tables += 1
        label = self._("Table {number}. {words}", number=self.tables, words=words)
        return paragraph(label, "caption")


def write_report(source: Source, out: BinaryIO) -> ReportSummary:
    """Write the report of the chosen wave, or of the whole study."""
    language = source.choices.language
    report = Report(source, language)
    summaries = [summarise(source, key) for key in source.keys]
    summaries = [one for one in summaries if one.waves]
    story = list(_opening(report))
    story += _who_answered(report, summaries)
    shares = lesson_shares(source)
    for summary in summaries:
        story += _instrument(report, summary, shares)
    story += _rules(report, summaries)
    read = {one.instrument.key: one for one in summaries}
    story += results_part(all_findings(source, read), source, report.caption)
    title = source.frame.title.in_(language)
    foot = f"{title} · {moment(source.made_at, language)}"
    pages = write_pages(
        out, story, title=title, foot=foot, language=language, made_at=source.made_at
    )
    return ReportSummary(pages, sum(one.records for s in summaries for one in s.answered))


def _opening(report: Report) -> Iterator[Flowable]:
    frame, _ = report.source.frame, report._
    yield paragraph(frame.title.in_(report.language), "title")
    if frame.invented:
        yield paragraph(_("Invented people and answers. Never present them as data."), "warn")
    chosen = report.source.choices.wave
    waves = [wave for wave in frame.waves if chosen in (None, wave.key)]
    for wave in waves:
        line = wave.label.in_(report.language)
        if wave.opens_on:
            ends = day(wave.closes_on, report.language)
            line += f": {day(wave.opens_on, report.language)} – {ends}"
        yield paragraph(line, "text")
    made = moment(report.source.made_at, report.language)
    yield paragraph(
        _("Made {moment}. Pseudonymous: study codes only, no names.", moment=made), "muted"
    )
    if frozen := report.source.freeze:
        state = _("{label} (freeze {number})", label=frozen.label, number=frozen.number)
        yield paragraph(f"{_('Frozen as')}: {state}. SHA-256: {frozen.sha256}", "muted")


def _who_answered(report: Report, summaries: list[Summary]) -> Iterator[Flowable]:
    _, language = report._, report.language
    yield paragraph(_("Who answered"), "heading")
    rows = []
    for summary in summaries:
        for one in summary.answered:
            expected = "—" if one.expected is None else share(one.answered, one.expected, language)
            title = summary.instrument.title.in_(language)
            wave = one.wave.label.in_(language)
            rows.append([title, wave, str(one.records), str(one.answered), expected])
    yield report.caption(_("Records received, and how many of those expected answered"))
    head = [_("Instrument"), _("Wave"), _("Records"), _("Answered by or about"), _("Of expected")]
    yield table(head, rows, [5, 2.4, 1.3, 1.8, 2], words=2)
    for summary in summaries:
        yield from _by_school(report, summary)


def _by_school(report: Report, summary: Summary) -> Iterator[Flowable]:
    frame, _, language = report.source.frame, report._, report.language
    if summary.instrument.about is not About.PARTICIPANT or not summary.answered:
        return
    rows = []
    for school in frame.schools:
        cells = [one.by_school.get(school.code, (0, 0)) for one in summary.answered]
        if any(total for _done, total in cells):
            name = f"{school.code} {school.name}".strip()
            rows.append([name, *(share(done, total, language) for done, total in cells)])
    if not rows:
        return
    title = summary.instrument.title.in_(language)
    head = [_("School"), *(one.wave.label.in_(language) for one in summary.answered)]
    yield report.caption(_("{instrument}: answered by school", instrument=title))
    yield table(head, rows, [2, *[1.5] * len(summary.answered)])


def _instrument(
    report: Report, summary: Summary, shares: Sequence[LessonShare]
) -> Iterator[Flowable]:
    own = [one for one in shares if one.instrument == summary.instrument.key]
    body = [*share_tables(own, report.language, report.caption), *_body(report, summary)]
    if body:
        yield paragraph(summary.instrument.title.in_(report.language), "heading")
        yield from body


def _body(report: Report, summary: Summary) -> Iterator[Flowable]:
    yield from _scales(report, summary)
    for figure in item_figures(summary, report.language):
        yield Spacer(1, 6)
        yield figure
    yield from _agreement(report, summary)
    yield from _choices(report, summary)
    yield from _numbers(report, summary)
    yield from _open_answers(report, summary)
    yield from _quotations(report, summary)


def _numbers(report: Report, summary: Summary) -> Iterator[Flowable]:
    """Describe the items that were answered by a number."""
    _, language = report._, report.language
    rows = [
        [
            one.item.label.in_(language),
            one.wave.label.in_(language),
            str(one.described.n),
            number(one.described.mean, language),
            number(one.described.sd, language),
            f"{number(one.described.min, language)}–{number(one.described.max, language)}",
        ]
        for one in summary.numbers
    ]
    if rows:
        yield report.caption(_("Answers given as numbers"))
        head = [_("Item"), _("Wave"), "n", "M", "SD", _("Range")]
        yield table(head, rows, [4, 2, 0.8, 1, 1, 1.8], words=2)


def _scales(report: Report, summary: Summary) -> Iterator[Flowable]:
    if not summary.scales:
        return
    _, language = report._, report.language
    rows = []
    for one in summary.scales:
        what = one.described
        rows.append(
            [
                one.scale.name.in_(language),
                one.wave.label.in_(language),
                str(what.n),
                number(what.mean, language),
                number(what.sd, language),
                interval(what.ci_low, what.ci_high, language),
                f"{number(what.min, language)}–{number(what.max, language)}",
                str(one.unscored),
            ]
        )
    yield report.caption(_("Scales: mean, standard deviation and 95 % interval of the mean"))
    head = [
        _("Scale"), _("Wave"), "n", "M", "SD", _("95 % interval"), _("Range"), _("Not scored"),
    ]  # fmt: skip
    yield table(head, rows, [3.2, 2.2, 0.7, 0.9, 0.9, 1.9, 1.7, 1.2], words=2)
    for scale in summary.instrument.scales:
        figure = means_figure(summary, scale, report.language)
        if figure is not None:
            yield Spacer(1, 8)
            yield KeepTogether([figure])


def _agreement(report: Report, summary: Summary) -> Iterator[Flowable]:
    """List how many chose one of the two highest answers, item by item."""
    _, language = report._, report.language
    likert = [one for one in summary.items if one.item.kind is Kind.LIKERT]
    if not likert:
        return
    rows = []
    for item in dict.fromkeys(one.item.code for one in likert):
        row = []
        for wave in summary.waves:
            one = summary.item_in(item, wave.key)
            codes = sorted((c.code for c in one.item.choices), key=int) if one else []
            row.append(share(one.number(*codes[-2:]), one.answered, language) if one else "—")
        label = summary.instrument.items[item].label.in_(language)
        rows.append([f"{item}. {label}", *row])
    yield report.caption(_("How many chose one of the two highest answers"))
    head = [_("Item"), *(wave.label.in_(language) for wave in summary.waves)]
    yield table(head, rows, [4.5, *[1.5] * len(summary.waves)])


def _choices(report: Report, summary: Summary) -> Iterator[Flowable]:
    """Count the answers to choice items that are no Likert items."""
    _, language = report._, report.language
    rows = []
    for item in summary.instrument.answered_items:
        if item.kind not in CHOOSING or item.kind is Kind.LIKERT:
            continue
        found = [summary.item_in(item.code, wave.key) for wave in summary.waves]
        if not any(one and one.answered for one in found):
            continue
        for place, choice in enumerate(item.choices):
            cells = [
                share(one.number(choice.code), one.answered, language) if one else "—"
                for one in found
            ]
            label = item.label.in_(language) if place == 0 else ""
            rows.append([label, choice.label.in_(language), *cells])
    if rows:
        yield report.caption(_("Answers to the other choice items"))
        head = [_("Item"), _("Answer"), *(wave.label.in_(language) for wave in summary.waves)]
        yield table(head, rows, [3.6, 2, *[1.4] * len(summary.waves)], words=2)


def _open_answers(report: Report, summary: Summary) -> Iterator[Flowable]:
    _, language = report._, report.language
    if not summary.open_answers:
        return
    yield paragraph(_("Open answers"), "subheading")
    item = ""
    for answer in summary.open_answers:
        if answer.item.code != item:
            item = answer.item.code
            yield paragraph(answer.item.label.in_(language), "question")
        yield paragraph(f"{answer.who} · {answer.wave.label.in_(language)}", "caption")
        yield from paragraphs(answer.text, "answer")


def _quotations(report: Report, summary: Summary) -> Iterator[Flowable]:
    """List what was said in repeats, by pseudonym and time."""
    found = quotations(report.source, summary.instrument.key)
    if not found.turns:
        return
    _ = report._
    yield paragraph(_("Quotations"), "subheading")
    if found.has_mark:
        marked = _("Marked as quotations: {n} of {all}.", n=len(found.chosen), all=found.turns)
        yield paragraph(marked, "muted")
    labels = {wave.key: wave.label.in_(report.language) for wave in summary.waves}
    for one in found.chosen:
        place = (one.who, one.session, one.at, labels.get(one.wave, one.wave))
        yield paragraph(" · ".join(filter(None, place)), "caption")
        yield from paragraphs(one.text, "answer")


def _rules(report: Report, summaries: list[Summary]) -> Iterator[Flowable]:
    _, language = report._, report.language
    yield paragraph(_("How the numbers were made"), "heading")
    for summary in summaries:
        for scale in summary.instrument.scales:
            yield paragraph(
                _(
                    "{scale}: mean of {items}; reversed: {reversed}. A score is given when at "
                    "least {share} % of the asked items are answered.",
                    scale=scale.name.in_(language),
                    items=", ".join(scale.items),
                    reversed=", ".join(sorted(scale.reverse)) or "—",
                    share=number(100 * scale.min_answered, language, 0),
                ),
                "text",
            )
    yield paragraph(
        _(
            "Reversed items are turned by the codebook: lowest + highest − answer. SD has n − 1 "
            "below. The interval of a mean is Student's. Of a lesson with two observers the first "
            "one's record is counted. Missing answers are never filled in."
        ),
        "text",
    )
