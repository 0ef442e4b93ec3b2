"""The demo's findings print the paper's figures, and hold R's numbers."""

import json
from math import exp
from pathlib import Path

import pytest

from exports.findings.agreement_shares import grim_note
from exports.findings.everything import all_findings
from exports.findings.finding import Findings, Topic
from exports.findings.overviews import overviews
from exports.findings.plain import as_json
from exports.findings.stored import from_json
from exports.findings_figures import NARROW, ON_PAGE
from exports.overview_figures import overview_figure
from instruments.wording import LANGUAGES
from tests.app.demo_study import demo_source
from tests.exports.figures import nothing_runs_over

REFERENCE = Path(__file__).parents[1] / "exports" / "reference"
ASKED = "teacher_questionnaire"
ENGAGED = "engagement.pupil_scores.score.engagement"


@pytest.fixture(scope="module")
def findings(tmp_path_factory) -> Findings:
    with demo_source(tmp_path_factory.mktemp("demo")) as source:
        return all_findings(source)


def reference(name: str) -> dict:
    return json.loads((REFERENCE / f"{name}.json").read_text(encoding="utf-8"))["values"]


def growth(findings: Findings, code: str):
    return findings.find(f"growth.{ASKED}.{code}")


def test_every_topic_is_answered_and_every_key_is_unique(findings):
    assert [group.topic for group in findings.groups] == [*Topic]
    keys = [one.key for one in findings]
    assert len(keys) == len({*keys})


@pytest.mark.parametrize(
    ("code", "line", "own"),
    [
        ("TC", "F(2, 45) = 6.42, p = .004, ηp² = .22, 90% CI [.05, .38]", "F(2, 45.6) = 6.43"),
        ("PC", "F(2, 45) = 7.15, p = .002, ηp² = .24, 90% CI [.07, .40]", "F(2, 45.5) = 7.12"),
    ],
)
def test_the_papers_f_is_an_alternative_of_the_model(findings, code, line, own):
    found = growth(findings, code)
    assert found.alternative("additive").apa.in_("en") == line
    assert found.apa.in_("en").startswith(own)
    assert found.alternative("additive").apa.in_("ru").startswith("F(2; 45) = ")


def test_means_are_those_of_the_paper(findings):
    found = growth(findings, "TC")
    means = [found.value(f"mean.{wave}") for wave in ("baseline", "midyear", "end")]
    assert [f"{mean:.1f}" for mean in means] == ["3.2", "3.7", "4.0"]
    assert found.value("n.midyear") == 23
    assert found.value("model_mean.midyear") > found.value("mean.midyear")
    assert found.missing.in_("en").startswith("71 of 72 scores")


def test_the_classical_anova_is_corrected_as_r_prints_it(findings):
    line = growth(findings, "TC").alternative("repeated").apa.in_("en")
    assert line.startswith("F(1.58, 34.87) = 6.52, p = .007, ηp² = .23")


def test_growth_holds_the_numbers_of_r(findings):
    wanted = reference("atyrau_lmm_TC")["anova"]["wave"]
    found = growth(findings, "TC")
    assert found.value("f") == pytest.approx(wanted["F"], rel=1e-6)
    assert found.value("df2") == pytest.approx(wanted["df2_satterthwaite"], rel=1e-6)
    other = found.alternative("kenward_roger")
    assert other.value("p") == pytest.approx(wanted["p_KR"], rel=1e-6)


def test_the_largest_step_may_be_chance(findings):
    found = findings.find(f"growth.{ASKED}.TC.pairs")
    assert "“Baseline” → “Midyear”: +0.50 points" in found.answer.in_("en")
    assert "may be chance" in found.answer.in_("en")
    assert found.answer.in_("en").endswith("Beyond chance: “Baseline” → “End of year” +0.79.")
    assert found.value("p_bonferroni.midyear-baseline") == pytest.approx(0.093, abs=0.001)
    wanted = reference("atyrau_pairs_TC")["wave3-1.complete_pairs"]
    assert found.value("dz.end-baseline") == pytest.approx(wanted["dz"], rel=1e-6)


def test_agreement_is_printed_with_its_numbers(findings):
    for code, printed in (("PF1", "22/24 (92%)"), ("PF2", "16/24 (67%)"), ("PF6", "10/24 (42%)")):
        assert printed in findings.find(f"items.{ASKED}.{code}").answer.in_("en")


def test_printed_percentages_are_held_against_the_number_of_people():
    assert grim_note(["92", "67"], 31).in_("en") == (
        "92%, 67% cannot be of 31 people; they can be of 24, 36, 39."
    )
    assert grim_note(["92", "67"], 24).in_("en") == "92%, 67% can be of 24 people."


def test_lessons_with_a_task(findings):
    found = findings.find("lessons.lesson_observation.any_task")
    for printed in ("14/40 (35%)", "22/40 (55%)", "28/40 (70%)"):
        assert printed in found.apa.in_("en")


def test_other_ways_to_compare_lessons_are_those_of_r(findings):
    found = findings.find("lessons.lesson_observation.any_task")
    wanted = reference("atyrau_lessons_any_task")
    mixed, of_r = found.alternative("mixed_logit"), wanted["glmm_agq15"]
    slope = of_r["coef"]["wave3"]
    (ratio,) = (one for one in mixed.numbers if one.key == "odds_ratio")
    apart = 1.959964 * slope["se"]
    limits = exp(slope["est"] - apart), exp(slope["est"] + apart)
    assert (ratio.value, ratio.low, ratio.high) == pytest.approx((slope["or"], *limits), rel=1e-4)
    assert (mixed.value("z"), mixed.value("p")) == pytest.approx((slope["z"], slope["p"]), rel=1e-3)
    assert mixed.value("variance") == pytest.approx(of_r["var_teacher"], rel=1e-4)
    last = next(one for one in found.numbers if one.key.startswith("odds_ratio.") and one.value > 4)
    gee = wanted["gee_exchangeable"]["coef"]["wave3"]
    apart = 1.959964 * gee["se_robust"]
    limits = exp(gee["est"] - apart), exp(gee["est"] + apart)
    assert (last.low, last.high) == pytest.approx(limits, rel=1e-4)
    assert last.value < ratio.value


def test_teachers_with_any_such_lesson_are_those_of_r(findings):
    found = findings.find("lessons.lesson_observation.any_task")
    wanted = reference("atyrau_lessons_any_task")["teacher_level_any"]
    q, pair = found.alternative("cochran_q"), found.alternative("mcnemar")
    assert [q.value(key) for key in ("q", "df", "p", "n")] == pytest.approx(
        [wanted["cochran_Q"][key] for key in ("Q", "df", "p", "n")]
    )
    keys = ("n01", "n10", "p_exact")
    assert [pair.value(key) for key in keys] == pytest.approx(
        [wanted["mcnemar_1_3"][key] for key in keys]
    )
    assert pair.apa.in_("en") == "n01 = 8, n10 = 1, p_exact = .039, n = 24"
    assert any("Newcombe" in words.in_("en") for words in found.warnings)


def test_pupils_of_engaged_teachers_gain_more_and_clusters_come_first(findings):
    found = findings.find(ENGAGED)
    wanted = reference("atyrau_gain_high_low")
    assert "mean gain 5.2 (n = 67); where it is low, 2.7 (n = 80)" in found.answer.in_("en")
    assert found.value("p") == pytest.approx(wanted["cluster_robust_CR2"]["p"], rel=1e-6)
    people = found.alternative("people")
    assert people.value("p") == pytest.approx(wanted["pupil_level"]["welch_p"], rel=1e-6)
    means = found.alternative("clusters")
    assert means.value("p") == pytest.approx(wanted["teacher_level_means"]["welch_p"], rel=1e-6)


def test_every_meaning_of_variance_explained_has_its_name(findings):
    found = findings.find(f"{ENGAGED}.levels")
    line = found.apa.in_("en")
    assert "b = 1.76, SE = 0.73, t(15.7) = 2.41, p = .029" in line
    assert "total residual variance reduced by 12.0%, ICC = .13" in line
    printed = {one.key: one.apa.in_("en") for one in found.alternatives}
    assert printed["prv_teacher"] == "8.8%"
    assert printed["prv_levels"] == "25.4%"
    assert printed["prv_total_two_levels"] == "11.6%"
    assert printed["r2_marginal_gain"] == "11.1%"
    assert "p = .047" in printed["kenward_roger"]


def test_raters_and_coders(findings):
    wanted = reference("atyrau_rubric_agreement")["total"]["icc_complete"]["ICC2k"]["icc"]
    rubric = findings.find("rubric.project_rubric")
    assert rubric.value("icc2k.total") == pytest.approx(wanted, rel=1e-6)
    coders = findings.find("talk.focus_group.coders")
    kappa = reference("atyrau_focus_codes")["pooled"]["kappa"]
    assert coders.value("kappa") == pytest.approx(kappa, rel=1e-6)


def test_groups_and_sources(findings):
    wanted = reference("atyrau_change_by_prior_experience")
    found = findings.find(f"experience.{ASKED}.TC.prior_platform_experience")
    assert found.value("p") == pytest.approx(wanted["ancova_p"], rel=1e-6)
    assert found.value("change.none") == pytest.approx(1.970, abs=0.001)
    together = findings.find("together.participants")
    assert len([one for one in together.numbers if one.key.startswith("r.")]) == 21


def test_every_finding_speaks_three_languages(findings):
    for one in findings:
        for words in (one.question, one.subject, one.answer, one.missing, one.model):
            assert all(words.in_(language) for language in LANGUAGES), one.key
        assert one.why or one.answer.in_("kk") != one.answer.in_("en"), one.key
        assert one.why is None or not one.apa.in_("en"), one.key
        if one.why is None and "." in one.apa.in_("en"):
            assert one.apa.in_("kk") != one.apa.in_("en"), one.key


def test_findings_are_json_without_nan(findings):
    text = json.dumps(as_json(findings), allow_nan=False)
    first = json.loads(text)[1]["findings"][0]
    assert first["key"] == f"growth.{ASKED}.TC"
    assert first["numbers"][0]["kind"] == "number"
    assert {one["kind"] for one in first["drawings"]} == {"means", "lines"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_stored_is_summed_up_in_the_same_words(findings, language):
    stored = from_json(json.loads(json.dumps(as_json(findings))))
    pairs = [*zip(overviews(findings), overviews(stored), strict=True)]
    assert len(pairs) == len(Topic) + 1, "growth puts two questions"
    for made, read in pairs:
        assert made.answer.in_(language) == read.answer.in_(language)
        assert made.headline.in_(language) == read.headline.in_(language)
        assert len(made.parts) == len(read.parts)


def test_the_overviews_of_the_demo_say_what_the_paper_found(findings):
    of = {one.key: one for one in overviews(findings)}
    assert of["growth"].headline.in_("en") == "Of 4 scales, 3 grew and 1 fell, hardly by chance"
    assert "“Technology competence” 3.20 → 3.99" in of["growth"].answer.in_("en")
    assert "Of 8 single steps 2 are hardly chance" in of["steps"].answer.in_("en")
    assert "14/40 (35%) → 28/40 (70%)" in of["lessons"].answer.in_("en")
    assert "may be chance (p = .093" in of["engagement"].answer.in_("en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [None, ON_PAGE, NARROW])
def test_the_drawings_of_overviews_stay_on_their_paper(findings, language, width):
    for one in overviews(findings):
        nothing_runs_over(overview_figure(one, language, width))


def test_the_gains_of_subjects_are_judged_by_teachers(findings):
    found = findings.find("pupils.pupil_scores.score.by.subject")
    clusters = found.alternative("clusters")
    # R 4.2.2: anova(lm(mean ~ subject)) over the mean gain of each teacher in each subject
    assert clusters.apa.in_("en") == "F(3, 20) = 1.15, p = .354"
    assert found.value("p") == pytest.approx(0.019, abs=5e-4)
    assert "may be chance (p = .354 by the teachers' means" in found.answer.in_("en")
    assert "pupils taken as independent, p = .019" in found.answer.in_("en")
    assert {one.label.in_("en") for one in found.numbers if one.key in ("f", "df1", "p")} == {
        "F of the groups",
        "Degrees of freedom of the groups",
        "p of the groups",
    }


def test_the_levels_say_both_degrees_of_freedom(findings):
    found = findings.find(f"{ENGAGED}.levels")
    careful = found.alternative("kenward_roger").value("p")
    assert careful == pytest.approx(0.047, abs=5e-4)
    assert "(p = .029; Kenward–Roger: p = .047)" in found.answer.in_("en")
    assert "p = .029, p (Kenward–Roger) = .047" in found.apa.in_("en")
    said = "all residual variance (schools, teachers and pupils together) falls by 12.0%"
    assert said in found.answer.in_("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_comparison_names_its_index(findings, language):
    found = findings.find(ENGAGED)
    index = found.drawings[1].x.in_(language)
    assert index in found.answer.in_(language)


def test_groups_alike_at_the_same_start_are_not_said_to_differ(findings):
    groups = [one for one in findings if one.topic is Topic.EXPERIENCE and one.why is None]
    alike = [one for one in groups if one.value("p") >= 0.05]
    assert alike
    for one in alike:
        assert "no difference of the groups beyond chance was found (p = " in one.answer.in_("en")
