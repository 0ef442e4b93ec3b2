"""Do-files for Stata beside the .dta files: labels, scales computed again, the usual analyses."""

from collections.abc import Iterator, Mapping, Sequence

from exports.labelled.cutting import one_line
from exports.labelled.naming import legal_names
from exports.labelled.program import STATA
from exports.labelled.scored import Computed, Way, computed, ways
from exports.labelled.variables import Variable
from exports.labelled.written import Written
from exports.source import Source, planned_waves
from exports.wide import has_wide
from exports.wording import say
from instruments.definitions import Scale
from instruments.wording import Language, Message

END = "\r\n"
MADE = ("person", "place", "row_mean", "answered", "asked", "waves_there")
"""Variables that a do-file makes."""


def write_do(
    source: Source,
    key: str,
    files: Mapping[str, Written],
    language: Language,
    path: str = "{table}.dta",
) -> str:
    """Write the do-file of an instrument; `path` leads from it to the .dta file of a table."""
    return END.join(_Script(source, key, files, language, path).lines()) + END


class _Script:
    """The lines of a do-file, in their order."""

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
        self._language = language
        self._path = path
        variables = self._long.variables
        self._scales = [*computed(self._versions, variables, STATA)]
        taken = [one.name for one in variables]
        for one in self._scales:
            taken += (one.again, one.difference, *one.turned.values())
        names = legal_names([*taken, *MADE], STATA.name, STATA.name_limit)[len(taken) :]
        self._made = dict(zip(MADE, names, strict=True))

    def _say(self, words: Message) -> str:
        return comment(words.in_(self._language))

    def lines(self) -> Iterator[str]:
        """Give every line."""
        yield comment(self._newest.title.in_(self._language))
        yield self._say(say("Run this in the folder where it lies, with Stata 14 or newer"))
        yield "version 14"
        yield f"use {quoted(self._path.format(table=self._long.table.name))}, clear"
        yield from self._dictionary(self._long.variables)
        yield from self._scores()
        yield from self._reliability()
        if has_wide(self._newest) and len(self._waves) > 1 and self._scales:
            yield from self._mixed()
            yield from self._repeated()

    def _dictionary(self, variables: Sequence[Variable]) -> Iterator[str]:
        yield ""
        yield self._say(
            say("Missing: .a no answer, .b not asked, .c does not know, .d refused, . not reached")
        )
        yield from (f"label variable {one.name} {quoted(one.label)}" for one in variables)

    def _scores(self) -> Iterator[str]:
        if not self._scales:
            return
        yield ""
        yield self._say(
            say("Scales: the mean of answered items if enough are answered, else missing")
        )
        for one in self._scales:
            yield comment(one.scale.name.in_(self._language))
            yield f"generate double {one.again} = ."
            for code, name in one.turned.items():
                whole = f"{one.scale.minimum + one.scale.maximum:g}"
                yield f"generate double {name} = {whole} - {one.items[code]}"
            for way in ways(one, self._versions):
                yield from self._scored(one, way)
        yield self._say(say("Both ways agree where these differences are 0"))
        for one in self._scales:
            yield f"generate double {one.difference} = abs({one.again} - {one.score})"
        yield f"summarize {' '.join(one.difference for one in self._scales)}"

    def _scored(self, one: Computed, way: Way) -> Iterator[str]:
        """Compute a scale among the records of some versions; `.b` was not asked."""
        items = " ".join(one.items[code] for code in way.scale.items)
        answered, asked = self._made["answered"], self._made["asked"]
        mean = self._made["row_mean"]
        among = "".join(f", {version}" for version in way.among)
        yield from _turned_otherwise(one, way.scale, among)
        yield f"egen double {mean} = rowmean({_keyed(one, way.scale)})"
        yield f"egen {answered} = rownonmiss({items})"
        enough = f"{answered} >= {way.enough}"
        if not way.whole:
            yield f"generate {asked} = 0"
            yield f"foreach item of varlist {items} {{"
            yield f"    replace {asked} = {asked} + 1 if `item' != .b & " + (
                '(`item\' != . | status != "complete")'
            )
            yield "}"
            share = f"{way.scale.min_answered} * {asked} - 1e-9"
            enough = f"{answered} > 0 & {answered} >= {share}"
        where = f"{enough} & inlist(instrument_version{among})" if among else enough
        yield f"replace {one.again} = {mean} if {where}"
        yield f"drop {mean} {answered}" + ("" if way.whole else f" {asked}")

    def _reliability(self) -> Iterator[str]:
        found = [one for one in self._scales if len(one.items) > 1]
        if not found:
            return
        yield ""
        yield self._say(say("Reliability in every wave, over those who answered all items"))
        yield "sort wave_num"
        for one in found:
            yield f"by wave_num: alpha {_keyed(one, one.scale)}, asis casewise item"

    def _mixed(self) -> Iterator[str]:
        person, place = self._made["person"], self._made["place"]
        yield ""
        yield self._say(
            say("The model of the report: waves of the same participants, gaps allowed")
        )
        yield f"egen {person} = group(participant_id)"
        yield f"egen {place} = group(school_id), missing"
        yield f"xtset {person} wave_num"
        yield from self._models(f"|| {person}:")
        yield ""
        yield self._say(say("Waves in one model: teachers within schools, gaps allowed"))
        yield from self._models(f"|| {place}: || {person}:")

    def _models(self, random: str) -> Iterator[str]:
        """Test and compare the waves of every scale in a mixed model."""
        for one in self._scales:
            yield f"mixed {one.score} i.wave_num {random}, reml dfmethod(satterthwaite)"
            yield "contrast wave_num, small"
            yield "pwcompare wave_num, effects small mcompare(bonferroni)"

    def _repeated(self) -> Iterator[str]:
        person, there = self._made["person"], self._made["waves_there"]
        yield ""
        yield self._say(say("The same over those who answered in every wave"))
        for one in self._scales:
            yield "preserve"
            yield f"egen {there} = count({one.score}), by({person})"
            yield f"keep if {there} == {len(self._waves)}"
            yield f"anova {one.score} {person} wave_num, repeated(wave_num)"
            yield "restore"


def _turned_otherwise(one: Computed, scale: Scale, among: str) -> Iterator[str]:
    """Turn items round by the ends that other versions of a scale had."""
    ends, newest = (each.minimum + each.maximum for each in (scale, one.scale))
    if ends != newest:
        for code, name in one.turned.items():
            where = f" if inlist(instrument_version{among})" if among else ""
            yield f"replace {name} = {ends:g} - {one.items[code]}{where}"


def _keyed(one: Computed, scale: Scale) -> str:
    """Name the items of a scale, those that are reversed by the variable turned round."""
    return " ".join(one.turned.get(code, one.items[code]) for code in scale.items)


def comment(words: str) -> str:
    """Write a remark on one line, in which no longer remark begins."""
    return f"* {one_line(words).replace('/', '|')}"


def quoted(words: str) -> str:
    """Quote a text of which Stata reads nothing as a macro and which ends nowhere else."""
    plain = one_line(words).replace("\\", "|").replace("`", "'").replace("\"'", "\" '")
    return '`"' + plain.replace("$", "\\$") + "\"'"
