"""What was found as tables: every number at full precision, other ways, and the words."""

from collections.abc import Iterable, Iterator

from exports.chunks import Row
from exports.claim_tables import claim_tables
from exports.columns import CellKind, Column
from exports.findings.everything import all_findings
from exports.findings.finding import Finding, Findings, Number
from exports.source import Source
from exports.table import Table
from exports.wording import Words, say
from instruments.wording import Language

WHERE = (
    Column("finding", CellKind.CODE, say("Key of the answer: the same in every export")),
    Column("topic", CellKind.CODE, say("Topic")),
    Column("instrument_id", CellKind.CODE, say("Instrument")),
    Column("code", CellKind.CODE, say("Scale, item or set")),
    Column("about", CellKind.TEXT, say("What it is about")),
    Column("question", CellKind.TEXT, say("Question")),
)
NUMBER = (
    Column("key", CellKind.CODE, say("Name of the number, then its wave, pair, school or item")),
    Column("label", CellKind.TEXT, say("Number in words")),
    Column("value", CellKind.NUMBER, say("Value, not rounded")),
    Column("low", CellKind.NUMBER, say("Lower end of its interval")),
    Column("high", CellKind.NUMBER, say("Upper end of its interval")),
    Column("unit", CellKind.TEXT, say("Unit")),
)
N = Column("n", CellKind.INTEGER, say("Cases that the answer rests on"))
WHY = Column("why", CellKind.CODE, say("Why there is no answer"))
ANALYSIS = (*WHERE, *NUMBER, N)
WAY = (
    Column("alternative", CellKind.CODE, say("Key of the other way of answering")),
    Column("way", CellKind.TEXT, say("Other way of answering")),
)
SAID_OF_IT = (
    Column("apa", CellKind.TEXT, say("Line for an article")),
    Column("differs", CellKind.TEXT, say("Why its answer may differ")),
    WHY,
)
ALTERNATIVES = (*WHERE, *WAY, *NUMBER, *SAID_OF_IT)
WORDS = (
    *WHERE,
    Column("answer", CellKind.TEXT, say("Answer in words")),
    SAID_OF_IT[0],
    N,
    Column("model", CellKind.TEXT, say("How it was computed")),
    Column("missing", CellKind.TEXT, say("What is missing, and what was done about it")),
    Column("warnings", CellKind.TEXT, say("What to be careful about")),
    WHY,
)


def analysis_tables(source: Source) -> Iterator[Table]:
    """Build the tables of what was found; none where nothing can be asked."""
    findings = all_findings(source)
    language = source.choices.language
    if not findings.groups:
        return
    yield Table("analysis", ANALYSIS, _numbers(findings, language))
    if any(one.alternatives for one in findings):
        yield Table("analysis_alternatives", ALTERNATIVES, _alternatives(findings, language))
    yield Table("analysis_words", WORDS, _words(findings, language))
    yield from claim_tables(findings, source)


def _where(one: Finding, language: Language) -> Row:
    place = (one.key, str(one.topic), one.instrument or None, one.code or None)
    return (*place, one.subject.in_(language), one.question.in_(language))


def _number(one: Number, language: Language) -> Row:
    words = (one.label.in_(language), one.value, one.low, one.high)
    return (one.key, *words, one.unit.in_(language) or None)


def _numbers(findings: Findings, language: Language) -> Iterator[Row]:
    for finding in findings:
        where = _where(finding, language)
        for one in finding.numbers:
            yield (*where, *_number(one, language), finding.n)


def _alternatives(findings: Findings, language: Language) -> Iterator[Row]:
    nothing: Iterable[Row] = [(None,) * len(NUMBER)]
    for finding in findings:
        where = _where(finding, language)
        for other in finding.alternatives:
            way = (other.key, other.name.in_(language))
            said = (*_said(language, other.apa, other.differs), _why(other.why))
            for number in [_number(one, language) for one in other.numbers] or nothing:
                yield (*where, *way, *number, *said)


def _words(findings: Findings, language: Language) -> Iterator[Row]:
    for one in findings:
        answered = _said(language, one.answer, one.apa)
        computed = _said(language, one.model, one.missing)
        warnings = "\n".join(words.in_(language) for words in one.warnings)
        yield (
            *_where(one, language),
            *answered,
            one.n,
            *computed,
            warnings or None,
            _why(one.why),
        )


def _said(language: Language, *words: Words) -> Row:
    return tuple(one.in_(language) or None for one in words)


def _why(reason: object) -> str | None:
    return None if reason is None else str(reason)
