"""Syntax for SPSS beside the .sav files: labels, scales computed again, the usual analyses."""

from collections.abc import Iterator, Mapping, Sequence

from exports.labelled.program import SPSS
from exports.labelled.scored import Computed, Way, computed, ways
from exports.labelled.sps_text import END, command, comment, listed, quoted
from exports.labelled.variables import Measure, Variable, multiples
from exports.labelled.written import Written
from exports.missing import Missing
from exports.source import Source, planned_waves
from exports.wide import has_wide
from exports.wording import say
from instruments.definitions import Instrument, Scale
from instruments.wording import Language, Message


def write_syntax(
    source: Source,
    key: str,
    files: Mapping[str, Written],
    language: Language,
    path: str = "{table}.sav",
) -> str:
    """Write the syntax of an instrument; `path` leads from it to the .sav file of a table."""
    return END.join(_Script(source, key, files, language, path).parts()) + END


class _Script:
    """The parts of a syntax file, in their order."""

    def __init__(
        self,
        source: Source,
        key: str,
        files: Mapping[str, Written],
        language: Language,
        path: str,
    ) -> None:
        self._versions = source.instruments[key]
        self._newest = source.newest(key)
        self._waves = planned_waves(source, key)
        self._long = files[f"{key}_long"]
        self._wide = files.get(f"{key}_wide")
        self._language = language
        self._path = path
        self._scales = [*computed(self._versions, self._long.variables, SPSS)]

    def _say(self, words: Message) -> str:
        return comment(words.in_(self._language))

    def parts(self) -> Iterator[str]:
        """Give every command."""
        yield comment("Encoding: UTF-8")
        yield comment(self._newest.title.in_(self._language))
        yield self._say(say("Open this file in the folder of the .sav files, or name it with CD"))
        yield self._get(self._long)
        yield from _dictionary(self._long.variables)
        yield from self._scores()
        yield from self._reliability()
        if has_wide(self._newest) and len(self._waves) > 1:
            yield from self._mixed()
            yield from self._repeated()

    def _get(self, written: Written) -> str:
        where = self._path.format(table=written.table.name)
        return command(["GET", "FILE =", *quoted(where)])

    def _scores(self) -> Iterator[str]:
        if not self._scales:
            return
        yield ""
        yield self._say(
            say("Scales: the mean of answered items if enough are answered, else system-missing")
        )
        for one in self._scales:
            yield comment(one.scale.name.in_(self._language))
            yield from _scored(one, self._versions)
        yield self._say(say("Both ways agree where these differences are 0"))
        for one in self._scales:
            yield command(["COMPUTE", f"{one.difference} = ABS({one.again} - {one.score})"])
        names = [one.difference for one in self._scales]
        yield command(["DESCRIPTIVES", "VARIABLES =", *names, "/STATISTICS = MIN MAX"])

    def _reliability(self) -> Iterator[str]:
        found = [one for one in self._scales if len(one.items) > 1]
        if not found:
            return
        yield ""
        yield self._say(say("Reliability in every wave, over those who answered all items"))
        for one in found:
            for code, name in one.turned.items():
                yield command(["COMPUTE", f"{name} = {_turned(one.scale, one.items[code])}"])
        yield command(["SORT CASES BY wave_num"])
        yield command(["SPLIT FILE BY wave_num"])
        for one in found:
            names = [one.turned.get(code, name) for code, name in one.items.items()]
            yield command(
                [
                    "RELIABILITY",
                    *("/VARIABLES =", *names),
                    *("/SCALE(", *quoted(one.scale.code), ") ALL"),
                    *("/MODEL = ALPHA", "/SUMMARY = TOTAL"),
                ]
            )
        yield command(["SPLIT FILE OFF"])

    def _mixed(self) -> Iterator[str]:
        if not self._scales:
            return
        yield ""
        yield self._say(
            say("The model of the report: waves of the same participants, gaps allowed")
        )
        for one in self._scales:
            yield _model(one, "/RANDOM = INTERCEPT | SUBJECT(participant_id)")
        yield ""
        yield self._say(say("Waves in one model: teachers within schools, gaps allowed"))
        for one in self._scales:
            yield _model(
                one,
                "/RANDOM = INTERCEPT | SUBJECT(school_id)",
                "/REPEATED = wave_num | SUBJECT(participant_id) COVTYPE(AR1)",
            )

    def _repeated(self) -> Iterator[str]:
        if not self._scales or self._wide is None:
            return
        yield ""
        yield self._say(say("The same over those who answered in every wave"))
        yield self._get(self._wide)
        for one in self._scales:
            waves = [wave.key for wave in self._waves]
            names = [*_in_waves(self._wide.variables, one.scale, waves)]
            yield command(
                [
                    *("GLM", *names),
                    f"/WSFACTOR = wave {len(names)} Polynomial",
                    *("/METHOD = SSTYPE(3)", "/PRINT = DESCRIPTIVE ETASQ"),
                    "/EMMEANS = TABLES(wave) COMPARE ADJ(BONFERRONI)",
                    "/WSDESIGN = wave",
                ]
            )


def _model(one: Computed, *random: str) -> str:
    """Compare the waves of a scale in a mixed model."""
    return command(
        [
            f"MIXED {one.score} BY wave_num",
            *("/FIXED = wave_num", "/METHOD = REML", "/PRINT = SOLUTION"),
            *random,
            "/EMMEANS = TABLES(wave_num) COMPARE ADJ(BONFERRONI)",
        ]
    )


def _dictionary(variables: Sequence[Variable]) -> Iterator[str]:
    """Write what the .sav file holds of its variables already, to be read and changed."""
    yield ""
    for one in variables:
        yield command(["VARIABLE LABELS", one.name, *quoted(one.label)])
    yield ""
    shared: dict[tuple[tuple[int, str], ...], list[str]] = {}
    for one in variables:
        if one.labels:
            shared.setdefault(tuple(sorted(one.labels.items())), []).append(one.name)
    for labels, names in shared.items():
        pairs = (word for code, text in labels for word in (str(code), *quoted(text)))
        yield command(["VALUE LABELS", *names, *pairs])
    if coded := [one.name for one in variables if one.coded]:
        ends = f"({int(Missing.NO_ANSWER)} THRU {int(Missing.REFUSED)})"
        yield command(["MISSING VALUES", *coded, ends])
    yield from _kinds(variables)


def _kinds(variables: Sequence[Variable]) -> Iterator[str]:
    for measure in Measure:
        if names := [one.name for one in variables if one.measure is measure]:
            yield command(["VARIABLE LEVEL", *names, f"({measure.upper()})"])
    for several in multiples(variables):
        yield command(
            [
                *("MRSETS", "/MDGROUP", f"NAME = {several.name}"),
                *("LABEL =", *quoted(several.label), "CATEGORYLABELS = VARLABELS"),
                *("VARIABLES =", *(member.name for member in several.members)),
                "VALUE = 1",
            ]
        )


def _turned(scale: Scale, name: str) -> str:
    return f"{scale.minimum + scale.maximum:g} - {name}"


def _scored(one: Computed, versions: Sequence[Instrument]) -> Iterator[str]:
    """Compute a scale as each version defines it."""
    for way in ways(one, versions):
        numbers = ", ".join(map(str, way.among))
        yield from _by_rule(one, way, f"ANY(instrument_version, {numbers})" if numbers else "")


def _by_rule(one: Computed, way: Way, among: str) -> Iterator[str]:
    """Compute a scale among the records of some versions."""
    scale = way.scale
    names = [one.items[code] for code in scale.items]
    values = (
        _turned(scale, one.items[code]) if code in scale.reverse else one.items[code]
        for code in scale.items
    )
    mean = [*listed([*values]), ")"]
    if way.whole:
        head = ["IF", among] if among else ["COMPUTE"]
        yield command([*head, f"{one.again} =", f"MEAN.{way.enough}(", *mean])
        return
    # of a finished record an item without any code stood in another version
    yield command(["COUNT", "#left =", *names, f"({int(Missing.NOT_ASKED)})"])
    yield command(["COUNT", "#none =", *names, "(SYSMIS)"])
    yield command(["COMPUTE", f"#asked = {len(names)} - #left - #none * (status = 'complete')"])
    yield command(["COMPUTE", "#given = NVALID(", *listed(names), ")"])
    enough_of = f"(#given > 0 AND #given >= {scale.min_answered} * #asked - 1E-9)"
    condition = [among, "AND", enough_of] if among else [enough_of]
    yield command(["IF", *condition, f"{one.again} =", "MEAN(", *mean])


def _in_waves(variables: Sequence[Variable], scale: Scale, waves: Sequence[str]) -> Iterator[str]:
    found = {
        one.column.wave: one.name
        for one in variables
        if one.column.scale is not None and one.column.scale.code == scale.code
    }
    yield from (found[wave] for wave in waves if wave in found)
