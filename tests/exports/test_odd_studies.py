"""Laws that hold for every study, however odd: nothing crashes, nothing is hollow.

A law that fails names the study of `odd_questionnaires` or `odd_sources`, the finding or the file,
and what is wrong with it. Mend the sentence or the file, not the study.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import pytest

from exports.findings.everything import all_findings
from exports.findings.finding import Findings
from exports.source import Source
from instruments.wording import LANGUAGES
from tests.exports.odd_outputs import (
    WRITTEN,
    faults_of_drawings,
    faults_of_results,
    faults_of_words,
    said_in,
)
from tests.exports.odd_questionnaires import many_people
from tests.exports.odd_sources import HEAVY, NASTY_NAMES, ZOO

LIGHT = ("csv", "labelled", "script")


@cache
def studied(name: str) -> tuple[Source, Findings]:
    """Make a study with what is found in it, once for all laws."""
    source = ZOO[name]()
    findings = all_findings(source)
    return replace(source, found=findings), findings


def insist(name: str, faults: Iterable[str]) -> None:
    found = list(dict.fromkeys(faults))
    assert not found, f"“{name}”:\n" + "\n".join(found[:20])


@pytest.mark.parametrize("name", ZOO)
def test_every_finding_answers_or_says_what_is_missing(name):
    for one in studied(name)[1]:
        assert one.why is None or not one.apa, (
            f"“{name}”, {one.key}: nothing can be said ({one.why}), and yet there is a line for an "
            f"article: {one.apa.in_('en')!r}. Leave it empty; the answer says the reason."
        )
        assert one.why is not None or one.n, (
            f"“{name}”, {one.key}: an answer of nobody, without a reason: {one.answer.in_('en')!r}"
        )


@pytest.mark.parametrize("name", ZOO)
def test_sentences_are_whole_and_translated(name):
    if name != NASTY_NAMES:  # its names hold what no sentence may hold
        insist(name, faults_of_words(studied(name)[1]))


@pytest.mark.parametrize("name", ZOO)
def test_results_are_strict_json(name):
    insist(name, faults_of_results(studied(name)[0]))


@pytest.mark.parametrize("name", ZOO)
def test_drawings_hold_their_words(name):
    language = LANGUAGES[[*ZOO].index(name) % len(LANGUAGES)]
    every = LANGUAGES if name in HEAVY else (language,)
    for one in every:
        insist(name, faults_of_drawings(studied(name)[1], one))


@pytest.mark.parametrize("kind", LIGHT)
@pytest.mark.parametrize("name", ZOO)
def test_files_for_analysis_are_read_back(name, kind):
    insist(name, WRITTEN[kind](studied(name)[0]))


@pytest.mark.parametrize("kind", ["report", "workbook", "bundle"])
@pytest.mark.parametrize("name", HEAVY)
def test_files_for_people_are_read_back(name, kind):
    language = LANGUAGES[HEAVY.index(name) % len(LANGUAGES)]
    insist(name, WRITTEN[kind](said_in(studied(name)[0], language)))


def test_three_thousand_people_are_a_study_like_another():
    findings = all_findings(many_people())
    insist("3,000 people", faults_of_words(findings))
    insist("3,000 people", faults_of_drawings(findings, "en"))
    growth = findings.find("growth.tried.Q")
    assert growth is not None
    assert (growth.n, growth.value("scores")) == (3000, 9000)
