"""The topics of a study in their order; loads the statistics."""

from collections.abc import Iterator, Mapping

from exports.findings.agreement_shares import agreed
from exports.findings.finding import Finding, Findings, Group, Topic
from exports.findings.growth import grown, growth
from exports.findings.lessons import lessons, observers
from exports.findings.material import Study, scales_of
from exports.findings.pairs import pairs
from exports.findings.participation import took_part
from exports.findings.reliability import reliability
from exports.findings.schools import schools
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


def findings_of(source: Source, summaries: Mapping[str, Summary] | None = None) -> Findings:
    """Answer every question, topic by topic; topics without a question are left out."""
    study = Study(source, summaries)
    scales = [*grown(study)]

    def participation() -> Iterator[Finding]:
        for key in study.keys_over_waves():
            yield took_part(study, key, [one for one in scales if one.key == key])

    def change() -> Iterator[Finding]:
        for one in scales:
            yield growth(one, study)
            yield pairs(one, study)

    answered = {
        Topic.PARTICIPATION: participation(),
        Topic.GROWTH: change(),
        Topic.SCHOOLS: (schools(one, study) for one in scales),
        Topic.RELIABILITY: (reliability(study, key, scale) for key, scale in scales_of(study)),
        Topic.ITEMS: (one for key in study.keys_over_waves() for one in agreed(study, key)),
        Topic.LESSONS: lessons(study),
        Topic.OBSERVERS: observers(study),
    }
    groups = (Group(topic, TITLES[topic], tuple(found)) for topic, found in answered.items())
    return Findings(tuple(group for group in groups if group.findings))
