"""The share of lessons with at least one item of a set, wave by wave, and whether it changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp

from exports.coding import of_the_study, training_lessons
from exports.layout import keys_about
from exports.source import Source
from exports.statistics.quantiles import ratio_limits, wilson
from instruments.definitions import YES, About, AnyOf
from instruments.records import Record, Wave
from instruments.versions import keys, newest
from instruments.wording import Text


@dataclass(frozen=True, slots=True)
class ShareInWave:
    """A wave: `x` of `n` lessons, from 0 to 1 with its Wilson interval.

    `blank` of them were coded with gaps and without a yes; they count as not seen.
    """

    wave: Wave
    x: int
    n: int
    blank: int
    teachers: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Change:
    """From the first wave to a later one.

    The difference of the shares with Newcombe's interval; the odds ratio with its robust interval
    and test, which know that lessons of one teacher are alike.
    """

    wave: Wave
    difference: float
    low: float
    high: float
    odds_ratio: float | None
    p: float | None
    ratio_low: float | None = None
    ratio_high: float | None = None

    @property
    def is_certain(self) -> bool:
        """Whether the interval of the difference leaves zero out."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class SeenLesson:
    """Whether the set was seen (1 or 0), whose lesson it was, and the place of its wave."""

    seen: int
    teacher: str
    wave: int


@dataclass(frozen=True, slots=True)
class LessonShare:
    """One set of items of an instrument over the waves.

    The joint test of all waves is Wald's of generalised estimating equations with an exchangeable
    correlation inside teachers (`alpha`); `why` says why it has no value.
    """

    instrument: str
    key: str
    name: Text
    items: tuple[str, ...]
    waves: tuple[ShareInWave, ...]
    changes: tuple[Change, ...]
    cases: tuple[SeenLesson, ...]
    lessons: int
    teachers: int
    chi2: float | None
    df: int
    p: float | None
    alpha: float | None
    why: str

    @property
    def last(self) -> Change | None:
        """The change from the first to the last wave."""
        return self.changes[-1] if self.changes else None


@dataclass(slots=True)
class _Tally:
    """Lessons of a wave: whether the set was seen, whose lesson it was, and gaps."""

    seen: list[int] = field(default_factory=list)
    teachers: list[str] = field(default_factory=list)
    blank: int = 0


def lesson_shares(source: Source) -> tuple[LessonShare, ...]:
    """Count the sets of every chosen instrument about lessons.

    Primary observers only; training lessons and lessons without any answer to the set are left
    out.
    """
    named = [(key, one) for key in keys_about(source, About.LESSON) for one in sets_of(source, key)]
    training = training_lessons(source) if named else frozenset()
    found = (_counted(source, key, one, training) for key, one in named)
    return tuple(one for one in found if one is not None)


def sets_of(source: Source, key: str) -> tuple[AnyOf, ...]:
    """Give the sets of the newest version that names any, else of the library's newest one."""
    for one in reversed(source.instruments[key]):
        if one.any_of:
            return one.any_of
    items = {code for one in source.instruments[key] for code in one.items}
    known = newest(key).any_of if key in keys() else ()
    return tuple(one for one in known if items.issuperset(one.items))


def _counted(source: Source, key: str, one: AnyOf, training: frozenset[str]) -> LessonShare | None:
    teachers = {lesson.code: lesson.teacher for lesson in source.frame.lessons}
    tallies: dict[str, _Tally] = {}
    for record in of_the_study(source.records(key), training):
        said = [record.answers[code] for code in one.items if code in record.answers]
        if said:
            tally = tallies.setdefault(record.wave, _Tally())
            seen = YES in map(str, said)
            tally.seen.append(int(seen))
            tally.teachers.append(_cluster(record, teachers))
            tally.blank += len(said) < len(one.items) and not seen
    waves = [wave for wave in source.frame.waves if wave.key in tallies]
    if not waves:
        return None
    return _finished(key, one, [(wave, tallies[wave.key]) for wave in waves])


def _cluster(record: Record, teachers: Mapping[str, str]) -> str:
    """Name the teacher; a lesson whose teacher nobody knows stands alone."""
    return teachers.get(record.lesson) or f"lesson {record.lesson}"


def _finished(key: str, one: AnyOf, counted: Sequence[tuple[Wave, _Tally]]) -> LessonShare:
    # numpy is loaded by whoever asks for a statistic, not by the start of the program
    from exports.statistics.clustered import gee_logit  # noqa: PLC0415

    cases = [
        SeenLesson(seen, teacher, place)
        for place, (_, tally) in enumerate(counted)
        for seen, teacher in zip(tally.seen, tally.teachers, strict=True)
    ]
    teachers = [case.teacher for case in cases]
    model = gee_logit([case.seen for case in cases], by_wave(cases, len(counted)), teachers)
    joint = model.wald(range(1, len(counted))) if len(counted) > 1 else None
    slopes = [(one.value, one.se, one.p) for one in model.slopes]
    why = joint.why if joint else None
    return LessonShare(
        key,
        one.key,
        one.name,
        one.items,
        tuple(_share(wave, tally) for wave, tally in counted),
        tuple(_changes(counted, slopes)),
        tuple(cases),
        len(cases),
        len({*teachers}),
        joint.chi2 if joint else None,
        len(counted) - 1,
        joint.p if joint else None,
        model.alpha,
        str(why) if why else "",
    )


def by_wave(cases: Sequence[SeenLesson], waves: int) -> list[tuple[int, ...]]:
    """Give the predictors of lessons: 1, and for each later wave whether it is the lesson's."""
    return [(1, *(int(case.wave == later) for later in range(1, waves))) for case in cases]


def _share(wave: Wave, tally: _Tally) -> ShareInWave:
    x, n = sum(tally.seen), len(tally.seen)
    low, high = wilson(x, n)
    return ShareInWave(wave, x, n, tally.blank, len({*tally.teachers}), x / n, low, high)


def _changes(
    counted: Sequence[tuple[Wave, _Tally]], slopes: Sequence[tuple[float, float, float]]
) -> Iterator[Change]:
    # as above
    from exports.statistics.proportions import difference  # noqa: PLC0415

    first = counted[0][1].seen
    for place, (wave, tally) in enumerate(counted[1:], 1):
        apart = difference(sum(first), len(first), sum(tally.seen), len(tally.seen))
        if apart.value is None or apart.low is None or apart.high is None:
            continue
        if not slopes:
            yield Change(wave, apart.value, apart.low, apart.high, None, None)
            continue
        value, se, p = slopes[place]
        limits = ratio_limits(value, se)
        yield Change(wave, apart.value, apart.low, apart.high, exp(value), p, *limits)
