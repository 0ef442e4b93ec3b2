"""Who answered, who left, what was skipped, and how little so many can show, in one answer."""

from collections.abc import Sequence

from exports.findings.finding import Finding, Findings, ShareOf, Shares, Topic
from exports.findings.overview import Told, drawing_of, named, numbers_of, parts_of, sentences
from exports.findings.overviews_of_others import shares_words
from exports.findings.phrasing import num, share_words
from exports.statistics.outcome import Undefined
from exports.wording import Words, say
from instruments.wording import Text

NOTED = 0.05
"""From this share on a skipped item stands on the page of all."""


def participation(findings: Sequence[Finding]) -> Told:
    """Say how many of the expected records came, who left, and what so many can show."""
    expected = [one for one in findings if one.value("expected")]
    again = [one for one in findings if one.value("records")]
    if not expected:
        answer = (
            sentences(_again(again)) if again else sentences(*(it.answer for it in findings[:1]))
        )
        headline = came_words(again[0]) if again else say("Nobody is asked")
        return Told(answer, headline, parts_of(again, Shares))
    answer = sentences(
        say("Records that came, of those expected: {came}.", came=_came(expected)),
        _complete(expected[0]) if len(expected) == 1 and not _who_left(findings) else None,
        _least(expected),
        _again(again),
        _left(findings),
        _skipped(findings),
        _precision(findings),
    )
    return Told(answer, came_words(expected[0]), parts_of(expected, Shares))


def _came(expected: Sequence[Finding]) -> Text:
    return named((one.subject, _share(one, "answered", "expected")) for one in expected)


def _share(one: Finding, x: str, n: str) -> Words:
    return share_words(int(one.value(x) or 0), int(one.value(n) or 0))


def _complete(one: Finding) -> Words:
    return say(
        "With every wave: {complete} of {people} participants.",
        complete=one.value("complete"),
        people=one.value("people"),
    )


def _again(findings: Sequence[Finding]) -> Words | None:
    """Count who has any record of what has no expected number, where it is not everybody."""
    rows = [
        (one.subject, _share(one, "people", "asked"))
        for one in findings
        if one.value("people") != one.value("asked")
    ]
    return say("Participants with any record: {rows}.", rows=named(rows)) if rows else None


def came_words(one: Finding) -> Words:
    """Say how many records of an instrument came, or of how many people there are any."""
    if one.value("expected") is None:
        return say(
            "With a record: {came}", came=named([(one.subject, _share(one, "people", "asked"))])
        )
    return say("Came: {came}", came=_came([one]))


def _with_gaps(one: Finding) -> list[ShareOf]:
    drawn = drawing_of(one, Shares)
    return [share for share in (drawn.shares if drawn else ()) if share.n and share.x < share.n]


def _least(expected: Sequence[Finding]) -> Words | None:
    """Name the wave with the most gaps."""
    found = [(share.x / share.n, one, share) for one in expected for share in _with_gaps(one)]
    if not found:
        return None
    _, one, share = min(found, key=lambda row: row[0])
    if len(expected) == 1:
        return say(
            "The most are missing in “{wave}”: {shares} came.",
            wave=share.name,
            shares=shares_words((share, share)),
        )
    return say(
        "The most are missing in “{wave}” (“{title}”): {shares} came.",
        wave=share.name,
        title=one.subject,
        shares=shares_words((share, share)),
    )


def _who_left(findings: Sequence[Finding]) -> list[Finding]:
    known = [one for one in findings if one.key.endswith(".left") and one.value("first")]
    return [one for one in known if one.why is not Undefined.ONE_OCCASION]


def _left(findings: Sequence[Finding]) -> Words | None:
    """Say who left: of one instrument whether they differed too, of several how many."""
    rows = _who_left(findings)
    if len(rows) == 1:
        return rows[0].answer
    counted = [(one.subject, _share(one, "left", "first")) for one in rows]
    return (
        say("Not in the last wave, of those in the first: {rows}.", rows=named(counted))
        if rows
        else None
    )


def _skipped(findings: Sequence[Finding]) -> Words | None:
    """Name the item that was skipped most, where it was by more than a few."""
    drawn = [
        (share.x / share.n, share)
        for one in findings
        if one.key.endswith(".gaps")
        for drawing in one.drawings
        if isinstance(drawing, Shares)
        for share in drawing.shares
        if share.n and share.x / share.n >= NOTED
    ]
    if not drawn:
        return None
    _, most = max(drawn, key=lambda row: row[0])
    return say(
        "Skipped most: “{item}”, {share}.", item=most.name, share=share_words(most.x, most.n)
    )


def _precision(findings: Sequence[Finding]) -> Words | None:
    """Say how small a change goes unseen, in points of the scales."""
    found = [
        (one, [float(it.value) for it in numbers_of(one, "smallest_points.") if it.value])
        for one in findings
        if one.key.endswith(".precision")
    ]
    known = [(one, points) for one, points in found if points]
    if not known:
        return None
    if len(known) == 1:
        return _easily_missed(*known[0])
    rows = named((one.subject, num(max(points))) for one, points in known)
    return say("Changes of fewer points than these are easily missed: {rows}.", rows=rows)


def _easily_missed(one: Finding, points: Sequence[float]) -> Words:
    least, most = num(min(points)), num(max(points))
    values = {"n": one.value("people"), "least": least, "most": most}
    if least == most:
        return say(
            "With {n} participants, a change of less than {most} points is easily missed.", **values
        )
    return say(
        "With {n} participants, a change of less than {least} to {most} points, depending on the "
        "scale, is easily missed.",
        **values,
    )


def standing(findings: Findings) -> Words | None:
    """Say in one sentence how things stand with the first instrument."""
    first = next(iter(findings.of(Topic.PARTICIPATION)), None)
    if first is None or not first.value("expected"):
        return None
    drawn = drawing_of(first, Shares)
    gaps = [one for one in (drawn.shares if drawn else ()) if one.n and one.x < one.n]
    values = {
        "title": first.subject,
        "answered": first.value("answered"),
        "expected": first.value("expected"),
        "people": first.value("people"),
    }
    if not gaps:
        return say(
            "“{title}”: {answered} of {expected} records (participants: {people}).", **values
        )
    return say(
        "“{title}”: {answered} of {expected} records (participants: {people}); missing: {waves}.",
        waves=named((one.name, str(one.n - one.x)) for one in gaps),
        **values,
    )
