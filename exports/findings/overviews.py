"""One overview per question, in the order of the page: what to read in five minutes.

Overviews are made of findings alone, so that results stored earlier have them too.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from exports.findings.finding import Finding, Findings, Group, Topic
from exports.findings.overview import Overview, Told, is_beside
from exports.findings.overviews_of_change import by_groups, growth, is_step, schools, steps
from exports.findings.overviews_of_others import items, lessons, talk, together
from exports.findings.overviews_of_outcomes import engagement, pupils, rubric
from exports.findings.overviews_of_participation import participation
from exports.findings.overviews_of_trust import observers, reliability
from exports.wording import Words, say
from instruments.wording import LANGUAGES, Text


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a topic, how it is answered, and which findings belong to it."""

    key: str
    question: Words
    tell: Callable[[Sequence[Finding]], Told]
    """Takes all findings of the topic."""
    belongs: Callable[[Finding], bool] = lambda _: True


QUESTIONS: Mapping[Topic, tuple[Asked, ...]] = {
    Topic.GROWTH: (
        Asked("growth", say("Did the participants change?"), growth, lambda one: not is_step(one)),
        Asked("steps", say("Between which waves, and how sure is it?"), steps, is_step),
    ),
    Topic.SCHOOLS: (Asked("schools", say("In which schools?"), schools),),
    Topic.ITEMS: (Asked("items", say("Which statements changed?"), items),),
    Topic.LESSONS: (Asked("lessons", say("Do observers of lessons see it too?"), lessons),),
    Topic.PUPILS: (Asked("pupils", say("Do pupils gain?"), pupils),),
    Topic.ENGAGEMENT: (
        Asked("engagement", say("Do pupils of more engaged teachers gain more?"), engagement),
    ),
    Topic.RUBRIC: (Asked("rubric", say("Is the work rated higher?"), rubric),),
    Topic.TALK: (Asked("talk", say("What was said?"), talk),),
    Topic.EXPERIENCE: (Asked("experience", say("Which groups changed more?"), by_groups),),
    Topic.TOGETHER: (Asked("together", say("Do the sources point the same way?"), together),),
    Topic.PARTICIPATION: (
        Asked("participation", say("Who answered, and what is missing?"), participation),
    ),
    Topic.RELIABILITY: (Asked("reliability", say("Can the scales be trusted?"), reliability),),
    Topic.OBSERVERS: (Asked("observers", say("Can the observations be trusted?"), observers),),
}
"""Every topic in the order of the page, with its questions."""


def overviews(findings: Findings) -> tuple[Overview, ...]:
    """Sum up every topic that has findings, in the order of the page."""
    return tuple(one for group in in_order(findings) for one in overviews_of(group))


def in_order(findings: Findings) -> tuple[Group, ...]:
    """Give the topics that have findings in the order of the page."""
    of = {group.topic: group for group in findings.groups}
    return tuple(of[topic] for topic in QUESTIONS if topic in of)


def topic_of(key: str) -> str:
    """Say to which topic an overview belongs; nothing for a key that no overview has."""
    return next(
        (topic for topic, questions in QUESTIONS.items() for one in questions if one.key == key),
        "",
    )


def overviews_of(group: Group) -> tuple[Overview, ...]:
    """Sum up the findings of one topic, a question at a time."""
    return tuple(_overviews(group))


def _overviews(group: Group) -> Iterator[Overview]:
    for asked in QUESTIONS[group.topic]:
        found = [one for one in group.findings if asked.belongs(one)]
        if not found:
            continue
        told = asked.tell(group.findings)
        own = [one for one in found if not is_beside(one)] or found
        yield Overview(
            key=asked.key,
            keys=tuple(one.key for one in found),
            topic=group.topic,
            question=told.question or asked.question,
            told=told,
            warnings=_once(warning for one in own for warning in one.warnings)
            if told.cautions is None
            else told.cautions,
            lines=tuple(_lines(found, told.foremost)),
            models=_once(one.model for one in found if one.model.in_("en")),
            n=max(one.n for one in own),
        )


def _lines(found: Sequence[Finding], foremost: Finding | None) -> Iterator[tuple[Words, Words]]:
    """Give the lines for an article one by one, those of the foremost finding first."""
    there = [one for one in found if one.apa.in_("en")]
    for one in sorted(there, key=lambda one: one is not foremost):
        written = [one.apa.in_(language).split("\n") for language in LANGUAGES]
        for kk, ru, en in zip_longest(*written, fillvalue=""):
            yield one.subject, Text(kk, ru, en)


def _once(words: Iterable[Words]) -> tuple[Words, ...]:
    """Leave out what is said already."""
    return tuple({tuple(one.in_(it) for it in LANGUAGES): one for one in words}.values())
