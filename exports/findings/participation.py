"""Who answered, who left, and what was skipped."""

from collections.abc import Iterator

from exports.findings.finding import Alternative, Finding, Number, Shares, Topic
from exports.findings.growth import Grown
from exports.findings.material import Study
from exports.findings.number_sets import p_number, share_number, share_of
from exports.findings.phrasing import (
    apa,
    each,
    in_r,
    labelled,
    listed,
    p_part,
    pct_words,
    share_words,
    t_part,
    value_part,
)
from exports.statistics.outcome import Undefined
from exports.statistics.participation import Participation, participation
from exports.statistics.proportions import Share, share
from exports.statistics.two_groups import TwoGroups, two_groups
from exports.wording import Words, say
from instruments.wording import Text


def took_part(study: Study, key: str, scales: list[Grown]) -> Finding:
    """Count who of those expected answered in which wave, and compare those who left."""
    summary, items = study.summary(key), study.items(key)
    there = [(one.wave, _who(study, key, one.wave.key)) for one in summary.answered]
    found = participation([[who in one for _, one in there] for who in study.asked_of(key)])
    shares = found.by_occasion or (share(0, 0),) * len(there)
    waves = [(wave.label, one) for (wave, _), one in zip(there, shares, strict=True)]
    skipped = share(items.blank, items.asked)
    return Finding(
        key=f"{Topic.PARTICIPATION}.{key}",
        topic=Topic.PARTICIPATION,
        instrument=key,
        code="",
        question=say("Who answered, and what is missing?"),
        subject=summary.instrument.title,
        answer=_answer(found, waves),
        apa=_line(found, skipped) if found.answered else Text(),
        n=found.answered,
        missing=_missing_words(skipped),
        model=in_r(
            say("Counts; Wilson's interval of a share."), "prop.test(x, n, correct = FALSE)"
        ),
        numbers=(*_numbers(found, skipped), *_unscored(scales)),
        alternatives=tuple(_leavers(scales)),
        warnings=tuple(_warnings(found, scales)),
        drawings=(Shares(tuple(share_of(*one) for one in waves)),),
        why=None if found.answered else Undefined.NO_CASES,
    )


def _who(study: Study, key: str, wave: str) -> frozenset[str]:
    """Say who has a record; scales and items of a wave know the same people."""
    return study.present(key).get(wave, frozenset())


def _answer(found: Participation, waves: list[tuple[Text, Share]]) -> Words:
    if not found.expected:
        return say("Nobody is asked, or it stands in no wave.")
    if not found.answered:
        return say("Nobody has answered yet: 0 of {expected}.", expected=found.expected)
    return say(
        "{answered} of {expected} expected records came: {waves}. Participants with every wave: "
        "{complete} of {people}.",
        answered=found.answered,
        expected=found.expected,
        waves=listed((label, share_words(one.x, one.n)) for label, one in waves),
        complete=found.complete.x,
        people=found.people,
    )


def _missing_words(skipped: Share) -> Words:
    if not skipped.n:
        return say("No items of scales were asked, so that no skipped answers are counted.")
    return say(
        "Skipped answers to items of scales: {skipped} of {asked}. Nobody is left out for "
        "them and nothing is filled in; a score needs its share of answered items.",
        skipped=skipped.x,
        asked=skipped.n,
    )


def _line(found: Participation, skipped: Share) -> Text:
    said = say(
        "{answered} of {expected} expected records ({share})",
        answered=found.answered,
        expected=found.expected,
        share=pct_words(found.answered / found.expected),
    )
    if skipped.n:
        said = say(
            "{records}; item non-response {gaps}", records=said, gaps=pct_words(skipped.share)
        )
    return each(said.in_)


def _unscored(scales: list[Grown]) -> Iterator[Number]:
    for one in scales:
        yield Number(
            f"unscored.{one.scale.code}",
            labelled(one.scale.name, say("scores that too many skipped items prevent")),
            one.unscored,
            places=0,
        )


def _leavers(scales: list[Grown]) -> Iterator[Alternative]:
    """Compare the first wave of those who were in the last one with that of those who were not."""
    for one in scales:
        pairs = [*zip(one.table.first, one.table.last, strict=True)]
        stayed = [first for first, last in pairs if first is not None and last is not None]
        left = [first for first, last in pairs if first is not None and last is None]
        if len(one.waves) < 2 or len(left) < 2 or len(stayed) < 2:
            continue
        both = two_groups(stayed, left)
        welch, g = both.welch, both.g
        yield Alternative(
            f"leavers.{one.scale.code}",
            labelled(one.scale.name, say("those who left beside those who stayed")),
            apa(t_part(welch.t, welch.df), p_part(welch.p), value_part("g", g.value)),
            say(
                "Compares their first wave: {left} left, {stayed} stayed.",
                left=len(left),
                stayed=len(stayed),
            ),
            (*_leaver_numbers(both),),
            welch.why,
        )


def _leaver_numbers(both: TwoGroups) -> Iterator[Number]:
    welch, g = both.welch, both.g
    yield Number("left", say("Left"), both.second.n, places=0)
    yield Number("stayed", say("Stayed"), both.first.n, places=0)
    yield Number("difference", say("Difference"), welch.value, welch.low, welch.high)
    yield Number("t", say("t"), welch.t)
    yield Number("df", say("Degrees of freedom"), welch.df, places=1)
    yield p_number("p", say("p"), welch.p)
    yield Number("g", say("Hedges' g"), g.value, g.low, g.high)


def _warnings(found: Participation, scales: list[Grown]) -> Iterator[Words]:
    lost = found.retained.n - found.retained.x
    if lost and not any(True for _ in _leavers(scales)):
        yield say(
            "Of the first wave {lost} are not in the last: too few to compare with the others.",
            lost=lost,
        )
    if found.expected and found.answered / found.expected < 0.8:
        yield say("Less than 80 % of the expected records came: those who are missing may differ.")


def _numbers(found: Participation, skipped: Share) -> Iterator[Number]:
    yield Number("people", say("Participants asked"), found.people, places=0)
    yield Number("expected", say("Expected records"), found.expected, places=0)
    yield Number("answered", say("Records that came"), found.answered, places=0)
    yield Number("absent", say("Records that did not come"), found.absent, places=0)
    yield Number(
        "share",
        say("Share that came"),
        found.answered / found.expected if found.expected else None,
    )
    yield Number("complete", say("Participants with every wave"), found.complete.x, places=0)
    yield Number(
        "retained", say("Of the first wave, there in the last"), found.retained.x, places=0
    )
    yield Number("skipped", say("Skipped answers"), skipped.x, places=0)
    yield Number("asked", say("Answers asked for"), skipped.n, places=0)
    yield share_number("skipped_share", say("Share skipped"), skipped)
