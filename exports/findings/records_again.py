"""Who took part in what is filled in several times in a wave, and how often."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from exports.findings.finding import Finding, Number, Shares, Topic
from exports.findings.material import Study
from exports.findings.number_sets import share_number, share_of
from exports.findings.phrasing import apa, in_r, labelled, listed, num, share_words, value_part
from exports.statistics.descriptives import Descriptives, describe
from exports.statistics.outcome import Undefined
from exports.statistics.proportions import Share, share
from exports.wording import Words, say
from instruments.records import Wave
from instruments.wording import Text


@dataclass(frozen=True)
class Kept:
    """Of a wave: who of those asked has a record, and how many records these have."""

    wave: Wave
    people: Share
    records: Descriptives
    total: int


def took_part_again(study: Study, key: str) -> Finding:
    """Count who has a record at all, and the records of these, wave by wave."""
    asked = study.asked_of(key)
    counts = _counts(study, key)
    found = [_kept(one.wave, counts, asked) for one in study.summary(key).answered]
    anybody = {who for who, _ in counts}
    whole = share(len(anybody & {*asked}), len(asked))
    each_has = describe([*Counter(who for who, _ in counts.elements()).values()])
    return Finding(
        key=f"{Topic.PARTICIPATION}.{key}",
        topic=Topic.PARTICIPATION,
        instrument=key,
        code="",
        question=say("Who has records, and how many?"),
        subject=study.summary(key).instrument.title,
        answer=_answer(found, whole, counts.total()),
        apa=_line(whole, each_has, counts.total()) if counts else Text(),
        n=counts.total(),
        missing=_missing_words(whole),
        model=in_r(
            say("Counts of people and of records; Wilson's interval of a share."),
            "prop.test(x, n, correct = FALSE)",
        ),
        numbers=(*_numbers(whole, each_has, counts.total()), *_by_wave(found)),
        warnings=tuple(_warnings(whole, anybody - {*asked})),
        drawings=_drawings(found),
        why=None if counts else Undefined.NO_CASES,
    )


def _missing_words(whole: Share) -> Words:
    return say(
        "How many records a person should have is not known: there may have been nothing to "
        "record. Without any record: {none} of {asked}.",
        none=whole.n - whole.x,
        asked=whole.n,
    )


def _counts(study: Study, key: str) -> Counter[tuple[str, str]]:
    """Count the records of every person in every wave."""
    return Counter(
        (record.participant, record.wave) for record in study.records(key) if record.participant
    )


def _kept(wave: Wave, counts: Counter[tuple[str, str]], asked: tuple[str, ...]) -> Kept:
    own = {who: n for (who, at), n in counts.items() if at == wave.key}
    known = share(len(own.keys() & {*asked}), len(asked))
    return Kept(wave, known, describe([*own.values()]), sum(own.values()))


def _answer(found: list[Kept], whole: Share, records: int) -> Words:
    if not records:
        return say("Nobody has a record yet: 0 of {asked}.", asked=whole.n)
    return say(
        "{people} of {asked} participants have a record: {waves}. Records: {records}; of each who "
        "has any: {means}.",
        people=whole.x,
        asked=whole.n,
        waves=listed((one.wave.label, share_words(one.people.x, one.people.n)) for one in found),
        records=records,
        means=listed((one.wave.label, num(one.records.mean, 1)) for one in found if one.records.n),
    )


def _line(whole: Share, each_has: Descriptives, records: int) -> Text:
    return apa(
        say(
            "{people} of {asked} participants ({records} records)",
            people=whole.x,
            asked=whole.n,
            records=records,
        ).in_,
        value_part("M", each_has.mean, 1),
        value_part("SD", each_has.sd, 1) if each_has.sd is not None else None,
        value_part("Mdn", each_has.median, 1),
    )


def _numbers(whole: Share, each_has: Descriptives, records: int) -> Iterator[Number]:
    yield Number("asked", say("Participants asked"), whole.n, places=0)
    yield Number("people", say("Participants with a record"), whole.x, places=0)
    yield share_number("share", say("Share with a record"), whole)
    yield Number("records", say("Records"), records, places=0)
    yield Number("mean_records", say("Records of each who has any"), each_has.mean, places=1)
    yield Number("most", say("Most records of one"), each_has.max, places=0)
    yield Number("fewest", say("Fewest records of one"), each_has.min, places=0)


def _by_wave(found: list[Kept]) -> Iterator[Number]:
    for one in found:
        at, wave = one.wave.label, one.wave.key
        yield Number(
            f"people.{wave}",
            labelled(at, say("participants with a record")),
            one.people.x,
            places=0,
        )
        yield share_number(f"share.{wave}", labelled(at, say("share with a record")), one.people)
        yield Number(f"records.{wave}", labelled(at, say("records")), one.total, places=0)
        yield Number(
            f"mean_records.{wave}",
            labelled(at, say("records of each who has any")),
            one.records.mean,
            places=1,
        )
        yield Number(
            f"median_records.{wave}", labelled(at, say("Median")), one.records.median, places=1
        )


def _drawings(found: list[Kept]) -> tuple[Shares, ...]:
    shares = tuple(share_of(one.wave.label, one.people) for one in found)
    return (Shares(shares),) if shares else ()


def _warnings(whole: Share, strangers: set[str]) -> Iterator[Words]:
    if strangers:
        yield say(
            "Records of {n} who are not asked for it by their role are counted as records alone.",
            n=len(strangers),
        )
    if whole.n and whole.x < whole.n:
        yield say(
            "Without a record: {n}. Whether they did nothing or were not recorded is not known.",
            n=whole.n - whole.x,
        )
