"""The topics of a study in their order; loads the statistics."""

from collections.abc import Iterator, Mapping
from itertools import product

from exports.findings.agreement_shares import agreed
from exports.findings.attrition import left
from exports.findings.cases import indexes, outcomes, rated
from exports.findings.experience import by_groups
from exports.findings.finding import Finding, Findings, Group, Topic
from exports.findings.gains_by_index import compared
from exports.findings.gaps import gaps
from exports.findings.growth import Grown, grown, growth
from exports.findings.index import composed
from exports.findings.lessons import lessons
from exports.findings.levels import levels
from exports.findings.material import Study, scales_of
from exports.findings.observers import observers
from exports.findings.pairs import pairs
from exports.findings.participation import took_part
from exports.findings.precision import precision
from exports.findings.pupils import gained
from exports.findings.pupils_parts import gained_by_part
from exports.findings.pupils_waves import over_waves
from exports.findings.records_again import took_part_again
from exports.findings.reliability import reliability
from exports.findings.residuals import residuals
from exports.findings.rubric import rated_by_group, raters_agree
from exports.findings.schools import schools
from exports.findings.sensitivity import sensitive
from exports.findings.talk import talk
from exports.findings.together import together
from exports.source import Source
from exports.summary import Summary
from exports.wording import say

TITLES = {
    Topic.PARTICIPATION: say("Who answered"),
    Topic.GROWTH: say("Change over the waves"),
    Topic.SCHOOLS: say("School by school"),
    Topic.RELIABILITY: say("Reliability of the scales"),
    Topic.ITEMS: say("Statements one by one"),
    Topic.LESSONS: say("Lessons"),
    Topic.OBSERVERS: say("Agreement of observers"),
    Topic.PUPILS: say("Pupils"),
    Topic.ENGAGEMENT: say("High and low engagement"),
    Topic.RUBRIC: say("Rated work"),
    Topic.TALK: say("What was said"),
    Topic.TOGETHER: say("Sources side by side"),
    Topic.EXPERIENCE: say("Change by group"),
}


class Topics:
    """What several topics need, computed once; each method answers one of them."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.scales = [*grown(study)]
        self.outcomes = [*outcomes(study)]
        self.indexes = [*indexes(study)]

    def participation(self) -> Iterator[Finding]:
        """Say who answered."""
        for key in self.study.keys_over_waves():
            own = self._scales_of(key)
            yield took_part(self.study, key, own)
            if own:
                yield left(self.study, key, own)
                yield gaps(self.study, key, own)
                yield precision(self.study, key, own)
        for key in self.study.keys_again():
            yield took_part_again(self.study, key)

    def _scales_of(self, key: str) -> list[Grown]:
        return [one for one in self.scales if one.key == key]

    def growth(self) -> Iterator[Finding]:
        """Say how scales changed, and between which waves."""
        for one in self.scales:
            others = sensitive(one, self.study, self._scales_of(one.key))
            yield growth(one, self.study, others)
            yield pairs(one, self.study)
            yield residuals(one, self.study)

    def schools(self) -> Iterator[Finding]:
        """Say in which schools they changed."""
        return (schools(one, self.study) for one in self.scales)

    def reliability(self) -> Iterator[Finding]:
        """Say how the items of scales hang together."""
        return (reliability(self.study, key, scale) for key, scale in scales_of(self.study))

    def items(self) -> Iterator[Finding]:
        """Say how many agree with each statement."""
        for key in self.study.keys_over_waves():
            yield from agreed(self.study, key)

    def lessons(self) -> Iterator[Finding]:
        """Say in how many lessons something was seen."""
        return lessons(self.study)

    def observers(self) -> Iterator[Finding]:
        """Say how far observers agree."""
        return observers(self.study)

    def pupils(self) -> Iterator[Finding]:
        """Say how outcomes changed."""
        for outcome in self.outcomes:
            yield gained(outcome)
            yield from over_waves(outcome)
            yield from gained_by_part(outcome)

    def engagement(self) -> Iterator[Finding]:
        """Say what the indexes are, and put outcomes beside them."""
        yield from (composed(index, self.study) for index in self.indexes)
        for outcome, index in product(self.outcomes, self.indexes):
            yield compared(outcome, index)
            yield levels(outcome, index, self.study)

    def rubric(self) -> Iterator[Finding]:
        """Say how raters agree, and put their ratings beside indexes."""
        for one in rated(self.study):
            yield raters_agree(one, self.study)
            for index in self.indexes:
                yield rated_by_group(one, index, self.study)

    def talk(self) -> Iterator[Finding]:
        """Count the codes of what was said."""
        return talk(self.study)

    def together(self) -> Iterator[Finding]:
        """Put the sources side by side."""
        return together(self.study, self.scales, self.indexes, self.outcomes)

    def experience(self) -> Iterator[Finding]:
        """Compare changes by group."""
        for one in self.scales:
            yield from by_groups(one, self.study)


def findings_of(source: Source, summaries: Mapping[str, Summary] | None = None) -> Findings:
    """Answer every question, topic by topic; topics without a question are left out."""
    topics = Topics(Study(source, summaries))
    groups = (Group(one, TITLES[one], tuple(getattr(topics, one)())) for one in Topic)
    return Findings(tuple(group for group in groups if group.findings))
