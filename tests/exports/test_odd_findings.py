"""What findings say of odd studies, one sentence at a time."""

from exports.findings.everything import all_findings
from exports.findings.finding import Finding
from exports.statistics.outcome import Undefined
from tests.exports.odd_sources import ZOO


def found(name: str, key: str) -> Finding:
    one = all_findings(ZOO[name]()).find(key)
    assert one is not None
    return one


def warned(one: Finding) -> list[str]:
    return [words.in_("en") for words in one.warnings]


def test_an_item_that_a_version_does_not_ask_is_not_called_answered_alike():
    one = found("two versions", "reliability.tried.Q")
    assert one.value("alpha.w1") is not None
    assert one.value("n.w1") == 8
    assert one.value("item_rest.Q4.w1") is None
    assert warned(one)[0] == (
        "Wave 1: nobody answered these items, so that alpha is of the others: Q4, Q5."
    )


def test_a_scale_that_nobody_was_asked_has_no_empty_places_in_its_sentences():
    one = found("a scale that was not asked", "reliability.tried.Q")
    assert one.missing.in_("en") == "Nobody answered an item of this scale."
    assert warned(one) == ["Not asked in: Wave 1."]


def test_one_pair_of_measures_is_counted_without_a_plural():
    one = found("one pupil each", "together.participants")
    assert one.answer.in_("en").startswith("Pairs of measures: 1; with p < .05: 0, after Holm: 0.")
    assert warned(one)[0].startswith("Exploratory; pairs looked at: 1.")


def test_reasons_are_true_of_participants_and_of_classes():
    alone = found("one teacher", "growth.tried.Q").answer.in_("en")
    assert alone.endswith("cannot be tested: there are too few participants, classes or schools.")
    classes = found("one pupil each", "engagement.points.points.part.levels").answer.in_("en")
    assert classes.endswith("no participant or class has more than one value.")


def test_what_was_never_seen_has_no_line_of_a_test():
    one = found("seen in no lesson", "lessons.visit.digital")
    assert one.why is Undefined.SAME_OUTCOME
    assert not one.apa
    assert one.answer.in_("en").endswith("95 % interval [\u221232, 32].")


def test_a_sentence_names_a_few_of_many_pairs_of_waves():
    said = found("twelve waves", "growth.tried.Q.pairs").answer.in_("en")
    assert "Beyond chance: 48 of 66 pairs of waves; the largest: " in said
    assert said.count("→") == 1 + 6


def test_who_answered_where_nothing_is_scored():
    one = found("codes that are words", "participation.tried")
    assert one.apa.in_("en") == "24 of 24 expected records (100.0%)"
    assert one.missing.in_("en").startswith("No items of scales were asked")
    assert (
        found("one teacher", "participation.tried")
        .answer.in_("ru")
        .endswith("Участники со всеми волнами: 1 из 1.")
    )


def test_scores_are_never_more_than_expected():
    one = found("people outside the roster", "growth.tried.Q")
    assert one.missing.in_("en").startswith("24 of 24 scores (participants: 8, waves: 3).")


def test_groups_of_one_are_called_so():
    one = found("groups of one", "experience.tried.Q.before")
    assert one.why is Undefined.SMALL_GROUP
    assert one.answer.in_("en").endswith("cannot be compared: a group has only one member.")


def test_an_index_that_is_alike_in_everybody_says_so_and_warns_of_nothing_else():
    one = found("an index of all alike", "engagement.points.points.part")
    assert one.answer.in_("en") == "“Taking part” parts nobody: all values are the same."
    assert not one.warnings
    model = found("an index of all alike", "engagement.points.points.part.levels")
    assert model.answer.in_("en").endswith("nobody has both waves and an index.")
    assert not model.warnings


def test_no_advice_on_effect_sizes_where_there_are_none():
    assert not found("one teacher", "growth.tried.Q.pairs").warnings
    assert found("two teachers", "growth.tried.Q.pairs").warnings
