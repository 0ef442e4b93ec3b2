"""Claims and what every source says of them."""

from dataclasses import replace

import pytest

from exports.findings.claim_words import evidence_rows, joint_rows, verdict_rows
from exports.findings.claims import Claim, Evidence, Tie, Verdict, claims_of
from exports.findings.everything import all_findings
from exports.findings.finding import Findings, Group, Topic
from exports.findings.joint import Coded, joint_display
from exports.findings.movements import Direction, Voice
from exports.results import study_results
from exports.source import Source
from exports.wording import say
from tests.exports.small_studies import LOG, POINTS
from tests.exports.sourced import (
    ALONE,
    FALLING,
    GAINS,
    HELP,
    MORE,
    RISING,
    asked,
    logged,
    said,
    scored,
    seen,
    sources,
    spoken,
    talk,
    visit,
)

GROWTH, QUIZ = "change.tried.Q", "lessons.visit.any_quiz"


def claims(source: Source) -> dict[str, Claim]:
    return {one.key: one for one in claims_of(all_findings(source), source)}


def codes(source: Source) -> dict[str, Coded]:
    return {one.code: one for one in joint_display(all_findings(source), source)}


def lessons(before: int, after: int, scores=RISING, **more) -> Source:
    return sources(asked(), visit(**more), records=[*said(scores), *seen(before, after)])


def test_lessons_that_go_with_a_scale_agree_where_both_rise():
    claim = claims(lessons(1, 9, goes_with=("Q",)))[GROWTH]
    assert claim.words.in_("en") == "“Scale Q” rose."
    assert claim.verdict(Voice.TEACHERS) is claim.verdict(Voice.OBSERVERS) is Verdict.AGREES
    (found,) = claim.of(Voice.OBSERVERS)
    assert (found.tie, found.ends) == (Tie.NAMED, "1/10 → 9/10")


def test_lessons_that_fall_contradict_a_scale_that_rose():
    found = claims(lessons(9, 1, goes_with=("Q",)))
    assert found[GROWTH].verdict(Voice.OBSERVERS) is Verdict.CONTRADICTS
    assert found[QUIZ].verdict(Voice.TEACHERS) is Verdict.CONTRADICTS
    assert found[QUIZ].words.in_("en") == "There was less of this: “Lessons with a quiz”."


def test_going_against_turns_the_verdict_round():
    found = claims(lessons(9, 1, goes_against=("Q",)))
    assert found[GROWTH].verdict(Voice.OBSERVERS) is Verdict.AGREES
    falls = claims(lessons(1, 9, FALLING, goes_against=("Q",)))[GROWTH]
    assert falls.words.in_("en") == "“Scale Q” fell."
    assert falls.verdict(Voice.OBSERVERS) is Verdict.AGREES


def test_an_interval_that_holds_zero_is_not_clear():
    found = claims(lessons(4, 5, goes_with=("Q",)))
    assert found[GROWTH].verdict(Voice.OBSERVERS) is Verdict.UNCLEAR
    assert found[QUIZ].words.in_("en").endswith("did not change clearly.")
    assert found[QUIZ].verdict(Voice.TEACHERS) is Verdict.UNCLEAR


def test_nothing_is_tied_that_neither_instrument_nor_numbers_tie():
    (found,) = claims(lessons(1, 9))[GROWTH].of(Voice.OBSERVERS)
    assert found.tie is Tie.CORRELATED
    assert found.verdict is Verdict.UNCLEAR
    assert found.direction is Direction.UP


@pytest.mark.parametrize("voice", [Voice.PUPILS, Voice.GROUPS, Voice.RATERS])
def test_a_source_that_knows_nothing_is_silent(voice):
    assert claims(lessons(1, 9, goes_with=("Q",)))[GROWTH].verdict(voice) is Verdict.SILENT


def test_pupils_agree_where_those_of_teachers_who_changed_more_gained_more():
    records = [*said(RISING), *scored(GAINS)]
    (found,) = claims(sources(asked(), POINTS, records=records, pupils=3))[GROWTH].of(Voice.PUPILS)
    assert (found.tie, found.verdict) == (Tie.CORRELATED, Verdict.AGREES)
    assert found.r is not None and found.r.low > 0
    fewer = {who: 14 - gain for who, gain in GAINS.items()}
    records = [*said(RISING), *scored(fewer)]
    (other,) = claims(sources(asked(), POINTS, records=records, pupils=3))[GROWTH].of(Voice.PUPILS)
    assert other.verdict is Verdict.CONTRADICTS


def test_a_correlation_that_many_pairs_make_likely_ties_nothing():
    source = sources(asked(), POINTS, records=[*said(RISING), *scored(GAINS)], pupils=3)
    findings = all_findings(source)
    assert judged(findings, source) is Verdict.AGREES
    (together,) = findings.of(Topic.TOGETHER)
    numbers = tuple(
        replace(one, value=0.06) if one.key.startswith("p_holm.") else one
        for one in together.numbers
    )
    uncertain = Findings(
        (
            Group(Topic.TOGETHER, together.subject, (replace(together, numbers=numbers),)),
            *(one for one in findings.groups if one.topic is not Topic.TOGETHER),
        )
    )
    assert judged(uncertain, source) is Verdict.UNCLEAR


def judged(findings: Findings, source: Source) -> Verdict:
    of = {one.key: one for one in claims_of(findings, source)}
    return of[GROWTH].verdict(Voice.PUPILS)


def test_an_index_is_a_claim_of_its_own():
    records = [*said(RISING), *scored(GAINS), *logged()]
    claim = claims(sources(asked(), POINTS, LOG, records=records, pupils=3))["index.log.part"]
    assert "Taking part" in claim.words.in_("en")
    ways = {one.finding for one in claim.of(Voice.PUPILS)}
    assert ways == {"engagement.points.points.part", "engagement.points.points.part.levels"}
    assert {one.tie for one in claim.evidence} == {Tie.INDEXED}


def test_codes_have_a_direction_by_segments_and_speakers():
    source = sources(asked(), talk(ALONE, HELP), records=[*said(RISING), *spoken()])
    found = {one.name.in_("en"): one for one in claims(source)[GROWTH].of(Voice.GROUPS)}
    assert found["Being alone"].direction is Direction.DOWN
    assert found["Help"].ends == "0/3 → 3/3"
    assert {one.verdict for one in found.values()} == {Verdict.AGREES}


def test_one_segment_more_or_one_speaker_alone_is_no_direction():
    one_more = [*MORE[:3], *(replace_codes(one, "") for one in MORE[3:5]), MORE[5]]
    same = [(wave, "T1", words, given, mark) for wave, _, words, given, mark in MORE]
    for segments in (one_more, [(1, "T1", "Help me", "HELP", "0"), *same]):
        source = sources(asked(), talk(HELP), records=[*said(RISING), *spoken(segments)])
        (found,) = claims(source)[GROWTH].of(Voice.GROUPS)
        assert found.verdict is Verdict.UNCLEAR


def replace_codes(segment, given):
    wave, who, words, _, mark = segment
    return wave, who, words, given, mark


def test_one_wave_of_talk_is_silent():
    source = sources(asked(), talk(ALONE), records=[*said(RISING), *spoken(MORE[:3])])
    assert claims(source)[GROWTH].verdict(Voice.GROUPS) is Verdict.SILENT


def test_one_wave_gives_no_change_and_nothing_contradicts():
    once = [one for one in [*said(RISING), *seen(1, 9)] if one.wave == "w1"]
    found = claims(sources(asked(), visit(goes_with=("Q",)), records=once, waves=1))
    assert found[GROWTH].words.in_("en") == "“Scale Q”: no change can be given yet."
    verdicts = {one.verdict(voice) for one in found.values() for voice in Voice}
    assert verdicts == {Verdict.SILENT}


def test_teachers_alone_make_no_claims():
    assert claims(sources(asked(), records=said(RISING))) == {}
    results = study_results(sources(asked(), records=said(RISING)))
    assert results["claims"] == results["joint"] == []


def evidence(*verdicts: Verdict) -> Claim:
    ways = {
        Verdict.AGREES: Direction.UP,
        Verdict.CONTRADICTS: Direction.DOWN,
        Verdict.UNCLEAR: Direction.UNCLEAR,
        Verdict.SILENT: Direction.SILENT,
    }
    found = tuple(
        Evidence(Voice.GROUPS, say("Code"), "", ways[one], Direction.UP, Tie.NAMED, None)
        for one in verdicts
    )
    return Claim("c", say("Claim"), Direction.UP, found)


@pytest.mark.parametrize(
    ("verdicts", "all_in_all"),
    [
        ((), Verdict.SILENT),
        ((Verdict.SILENT, Verdict.AGREES), Verdict.AGREES),
        ((Verdict.AGREES, Verdict.UNCLEAR), Verdict.UNCLEAR),
        ((Verdict.AGREES, Verdict.AGREES, Verdict.UNCLEAR), Verdict.AGREES),
        ((Verdict.AGREES, Verdict.AGREES, Verdict.CONTRADICTS), Verdict.UNCLEAR),
        ((Verdict.CONTRADICTS, Verdict.CONTRADICTS, Verdict.UNCLEAR), Verdict.CONTRADICTS),
    ],
)
def test_a_source_is_summed_up_by_most_of_its_evidence(verdicts, all_in_all):
    assert evidence(*verdicts).verdict(Voice.GROUPS) is all_in_all


def test_only_marked_turns_are_quoted_in_their_own_language_by_pseudonym():
    source = sources(asked(), talk(ALONE, HELP), records=[*said(RISING), *spoken()])
    found = codes(source)
    assert (found["HELP"].quotation.text, found["HELP"].quotation.who) == ("Бес", "T2")
    assert found["ALONE"].quotation.text == "One"
    assert found["OTHER"].quotation is None
    assert found["OTHER"].name.in_("kk") == "OTHER"
    assert [(at.segments, at.coded, at.speakers) for at in found["HELP"].counts] == [
        (0, 3, 0),
        (3, 3, 3),
    ]
    (number,) = found["ALONE"].matching
    assert (number.movement.finding, number.sign) == ("growth.tried.Q", -1)


def test_where_nobody_was_asked_for_quotations_none_is_given():
    for mark, guide in (("", talk(mark=False)), ("0", talk())):
        notes = spoken([(*one[:4], mark) for one in MORE])
        found = codes(sources(guide, records=notes))
        assert found["HELP"].counts
        assert {one.quotation for one in found.values()} == {None}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_rows_for_paper_are_as_wide_as_their_head(language):
    records = [*said(RISING), *seen(1, 9), *spoken()]
    source = sources(asked(), visit(goes_with=("Q",)), talk(ALONE, HELP), records=records)
    found = all_findings(source)
    for rows in (
        verdict_rows(claims_of(found, source), language),
        evidence_rows(claims_of(found, source), language),
        joint_rows(joint_display(found, source), language),
    ):
        assert rows.rows
        assert {len(row) for row in rows.rows} == {len(rows.head)}
        assert all(isinstance(cell, str) and cell for row in rows.rows for cell in row)


def test_claims_stand_in_the_results_with_their_verdicts():
    records = [*said(RISING), *seen(1, 9), *spoken()]
    results = study_results(sources(asked(), visit(goes_with=("Q",)), talk(HELP), records=records))
    one = next(claim for claim in results["claims"] if claim["key"] == GROWTH)
    assert one["verdicts"]["observers"] == "agrees"
    assert {each["verdict"] for each in one["evidence"]} == {"agrees"}
    assert results["joint"][0]["code"] == "ALONE"


def test_an_instrument_that_is_gone_leaves_its_codes_without_words():
    source = sources(asked(), talk(ALONE), records=[*said(RISING), *spoken()])
    found = all_findings(source)
    gone = replace(source, instruments={"tried": source.instruments["tried"]})
    assert joint_display(found, gone) == ()
    assert claims_of(found, gone)
