"""Sources side by side: which of them say what a claim says, and codes beside the numbers."""

import re
from collections.abc import Iterator

from reportlab.platypus.flowables import Flowable

from exports.article.composed import Composed
from exports.article.pages import Report
from exports.findings.claim_words import CAREFUL, Rows, joint_rows, verdict_rows
from exports.findings.claims import claims_of
from exports.findings.finding import Findings
from exports.findings.joint import joint_display
from exports.wording import Words, say

BRACKETS = re.compile(r"[\[(][^\])]{1,20}[\])]")
"""An interval, or how many of how many: it stays in one line."""


def sides(report: Report, findings: Findings) -> Iterator[Flowable]:
    """Set claims by sources, and codes by what goes with them; nothing of a single one."""
    claims = claims_of(findings, report.source)
    coded = joint_display(findings, report.source)
    if not claims and not coded:
        return
    yield from report.begin(report.words(say("Claims and sources")), "subheading")
    if claims:
        careful = tuple(report.words(one) for one in CAREFUL)
        rows = verdict_rows(claims, report.language)
        caption = say("What every source says of a claim")
        yield from report.table(_composed(report, caption, rows, careful))
    if coded:
        note = say(
            "Segments with the code of all that were coded, and speakers. Only turns marked as "
            "quotations stand here, in the language in which they were said."
        )
        careful = (report.words(note), *(report.words(one) for one in CAREFUL[1:]))
        rows = joint_rows(coded, report.language)
        caption = say("What was said, in whose words, and the number that goes with it")
        yield from report.table(_composed(report, caption, rows, careful))


def _composed(report: Report, caption: Words, rows: Rows, notes: tuple[str, ...]) -> Composed:
    """Make a table of words alone."""
    return Composed(
        report.words(caption),
        rows.head,
        tuple(tuple(map(_glued, row)) for row in rows.rows),
        words=len(rows.head) - 1,
        notes=notes,
        ends_in_words=True,
    )


def _glued(cell: str) -> str:
    return BRACKETS.sub(lambda found: found[0].replace(" ", "\u00a0"), cell)
