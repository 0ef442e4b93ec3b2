"""Results score a record as the version says in which it was answered, as tables do."""

from dataclasses import replace

import pytest

from exports.alphas import alphas
from exports.findings.everything import all_findings
from exports.recorded import Recorded
from exports.source import Source
from exports.summary import summarise
from instruments.definitions import Instrument, Scale
from tests.exports.builders_source import item, likert, record, text
from tests.exports.small_studies import study


def _older(newest: Instrument, *, items: tuple[str, ...], **more: object) -> Instrument:
    (scale,) = newest.scales
    return replace(newest, version=1, scales=(replace(scale, items=items, **more),))


def _two_versions(older: Instrument, newest: Instrument) -> Source:
    answers = {"Q1": "1", "Q2": "1", "Q3": "4", "Q4": "2"}
    records = [
        record("T1", 1, answers),
        record("T2", 1, answers, version=2),
        record("T1", 2, answers, version=2),
    ]
    return study((older, newest), records, ["T1", "T2"])


def _in_table(source: Source) -> dict[tuple[str, str], object]:
    """Read the scores that the long table exports."""
    recorded = Recorded(source, "tried")
    (place, _) = recorded.score_places[0]
    return {
        (one.participant, one.wave): cells[place]
        for batch in recorded.batches()
        for one, cells in zip(batch.records, batch.cells, strict=True)
    }


def _in_summary(source: Source) -> dict[tuple[str, str], object]:
    return {
        (who, one.wave.key): score
        for one in summarise(source, "tried").scales
        for who, score in one.scores.items()
    }


def test_an_older_version_without_reverse_keys_is_scored_by_its_own_key():
    newest = replace(likert(4), version=2)
    older = _older(newest, items=("Q1", "Q2", "Q3", "Q4"), reverse=frozenset())
    made = _two_versions(older, newest)
    assert _in_summary(made) == _in_table(made)
    assert _in_summary(made)["T1", "w1"] == 2.0
    assert _in_summary(made)["T2", "w1"] == 3.0


def test_an_older_version_with_fewer_items_is_scored_by_those():
    newest = replace(likert(4), version=2)
    made = _two_versions(_older(newest, items=("Q1", "Q3")), newest)
    assert _in_summary(made) == _in_table(made)
    assert _in_summary(made)["T1", "w1"] == 2.5
    one = all_findings(made).find("growth.tried.Q")
    assert one.value("mean.w1") == (2.5 + 3.0) / 2


def test_an_older_version_that_asks_for_every_item_leaves_a_gap_unscored():
    newest = replace(likert(4), version=2)
    older = _older(newest, items=("Q1", "Q2", "Q3", "Q4"), min_answered=1.0)
    answers = {"Q1": "1", "Q2": "1", "Q3": "4"}
    newest = replace(newest, scales=(replace(newest.scales[0], min_answered=0.5),))
    records = [record("T1", 1, answers), record("T2", 1, answers, version=2)]
    (found,) = summarise(study((older, newest), records, ["T1", "T2"]), "tried").scales
    assert [*found.scores] == ["T2"]
    assert found.unscored == 1


def test_a_scale_that_the_newest_version_dropped_is_still_summed_up():
    newest = replace(likert(4), version=2)
    other = Scale("R", text("Scale R"), ("Q1", "Q3"), frozenset(), 1, 5)
    older = replace(newest, version=1, scales=(*newest.scales, other))
    made = _two_versions(older, newest)
    found = summarise(made, "tried").scale_in("R", "w1")
    assert found is not None
    assert found.scores == {"T1": 2.5}
    assert [one.code for one in Recorded(made, "tried").scales] == ["Q", "R"]
    growth = all_findings(made).find("growth.tried.R")
    assert growth.value("n.w1") == 1


def test_a_reverse_key_of_its_own_version_turns_answers_for_alpha():
    newest = replace(likert(4), version=2)
    older = _older(newest, items=("Q1", "Q2", "Q3", "Q4"), reverse=frozenset())
    people = {f"T{n}": n for n in range(1, 6)}
    records = [
        record(who, 1, {"Q1": str(n), "Q2": str(n), "Q3": str(min(5, n + n % 2)), "Q4": str(n)})
        for who, n in people.items()
    ]
    source = study((older, newest), records, [*people])
    alpha = all_findings(source).find("reliability.tried.Q").value("alpha.w1")
    assert alpha > 0.9


def _answered(versions: dict[str, int]) -> Source:
    """Make a study in which Q1 to Q3 hang together in version 1, and Q4 in version 2 does not."""
    newest = replace(likert(4), version=2)
    older = _older(newest, items=("Q1", "Q2", "Q3"))
    said = zip(
        ("1", "2", "3", "4", "5"), ("2", "2", "3", "5", "5"), ("1", "3", "5", "2", "4"), strict=True
    )
    records = [
        record(
            who, 1, {"Q1": one, "Q2": str(6 - int(one)), "Q3": two, "Q4": three}, version=version
        )
        for (one, two, three), (who, version) in zip(said, versions.items(), strict=True)
    ]
    return study((older, newest), records, [*versions], 1)


def test_alpha_of_a_wave_is_of_the_items_of_the_version_that_was_answered():
    made = _answered(dict.fromkeys(("T1", "T2", "T3", "T4", "T5"), 1))
    one = all_findings(made).find("reliability.tried.Q")
    assert one.value("alpha.w1") == pytest.approx(alphas(made, "tried")[1, "Q", "w1"].value)
    assert one.value("n.w1") == 5
    assert "nobody answered these items" in one.warnings[0].in_("en")
    assert one.warnings[0].in_("en").endswith(": Q4.")


def test_alpha_of_a_wave_of_two_versions_is_of_the_items_that_both_have():
    old = _answered(dict.fromkeys(("T1", "T2", "T3", "T4", "T5"), 1))
    both = _answered({"T1": 1, "T2": 1, "T3": 2, "T4": 2, "T5": 2})
    one, other = (all_findings(made).find("reliability.tried.Q") for made in (old, both))
    assert other.value("alpha.w1") == one.value("alpha.w1")
    assert other.value("n.w1") == 5
    assert "only some of the versions" in other.warnings[0].in_("en")
    assert other.warnings[0].in_("en").endswith(": Q4.")


def test_an_item_that_only_an_older_version_asked_is_no_gap_of_the_newer():
    newest = replace(likert(4), version=2)
    extra = item("Q5", list_key="agreement")
    (section,) = newest.sections
    older = replace(
        _older(newest, items=("Q1", "Q2", "Q3", "Q4", "Q5")),
        sections=(replace(section, items=(*section.items, extra)),),
    )
    made = _two_versions(older, newest)
    one = all_findings(made).find("participation.tried")
    assert one.value("asked") == 5 + 4 + 4
    assert one.value("skipped") == 1
