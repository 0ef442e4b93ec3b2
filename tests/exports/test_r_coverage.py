"""What of the results analysis.R computes again is counted by name, not by likeness."""

from tests.compare.r_coverage import coverage

WAVES = ("w1",)


def results(share: float, n: int = 4) -> dict:
    """Make results that hold the share of one code and how often it was met."""
    numbers = [
        {"key": "jaccard", "value": share, "low": None, "high": None},
        {"key": "identical", "value": n, "low": None, "high": None},
    ]
    finding = {"key": "talk.guide.coders", "n": n, "numbers": numbers, "alternatives": []}
    return {"findings": [{"findings": [finding]}], "instruments": {"guide": {"version": 2}}}


def found(**coders: float) -> dict:
    """Make what a run of the script found."""
    whole = {"jaccard": 0.5, "identical": 4, "codes": {}, "pooled": {"value": None}, **coders}
    talk = {"guide": {"n": 4, "codes": {}, "all": {}}}
    return {"instruments": {"guide": {}}, "talk": talk, "coders": {"guide": whole}}


def test_equal_numbers_are_reproduced():
    made = coverage(results(0.5), found(), WAVES)
    assert (made.alike, made.whole) == (3, 3)
    assert [*made.said()] == ["3 of 3 numbers of the results are reproduced"]


def test_a_number_that_differs_is_named():
    made = coverage(results(0.5), found(jaccard=0.5001), WAVES)
    assert made.alike == 2
    assert "differs: talk.guide.coders, jaccard, value" in [*made.said()][1]


def test_a_number_without_a_counterpart_is_named_though_another_is_like_it():
    made = coverage(results(4.0), found(jaccard=None), WAVES)
    assert made.lacking == ["talk.guide.coders, jaccard, value"]
    assert "not computed again: talk.guide.coders, jaccard, value" in [*made.said()][1]
