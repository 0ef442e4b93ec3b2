"""Figures that are printed and cannot be true are named; nothing of them is stored."""

import pytest

from tests.app.houses import house


@pytest.fixture
def desk(tmp_path):
    made = house(tmp_path)
    made.sign_in("coordinator")
    return made


def check(desk, **typed: str):
    asked = "&".join(f"{name}={value}" for name, value in typed.items())
    return desk.open_page(f"/desk/try/printed?lang=en&{asked}")


def test_percentages_that_cannot_be_of_so_many_people(desk):
    page = check(desk, percents="92+67", n="31")
    assert page.sees("These percentages cannot be of 31 people")
    assert page.sees("92 %: no number of 31 people gives it")
    assert page.sees("Up to 60 people, all of them fit: 12, 24, 36")


def test_percentages_that_can(desk):
    page = check(desk, percents="92%3B+66,7%25", n="24")
    assert page.sees("These percentages can be of 24 people")
    assert page.sees("92 %: 22 of 24") and page.sees("66.7 %: 16 of 24")


@pytest.mark.parametrize(("eta2p", "words"), [(".25", "does not follow"), ("0,24", "fits.")])
def test_a_share_of_variance_follows_from_its_f(desk, eta2p, words):
    page = check(desk, f="7,15", df1="2", df2="45", eta2p=eta2p)
    assert page.sees("p = .002") and page.sees("0.2411") and page.sees(words)


def test_a_p_near_nought_is_given_as_below_a_thousandth(desk):
    page = check(desk, f="71,5", df1="2", df2="46")
    assert page.sees("p < .001") and not page.sees("0.0000")


def test_numbers_are_repeated_with_the_mark_of_the_language(desk):
    asked = "f=7.15&df1=2&df2=46&eta2p=.25&percents=66.7&n=24"
    for language, share, percent in (("kk", ",25", "66,7"), ("en", ".25", "66.7")):
        page = desk.open_page(f"/desk/try/printed?lang={language}&{asked}")
        assert page.sees(share) and page.sees(f"{percent} %:")


@pytest.mark.parametrize(("df2", "odd"), [("45", True), ("46", False)])
def test_error_degrees_of_freedom_that_a_repeated_measures_anova_has_not(desk, df2, odd):
    assert check(desk, f="6.42", df1="2", df2=df2).sees("cannot be. Some cells") == odd


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"percents": "92", "n": "0"}, "Write how many people they are of."),
        ({"percents": "many", "n": "24"}, "Write percentages from 0 to 100"),
        ({"percents": "192", "n": "24"}, "Write percentages from 0 to 100"),
        ({"percents": "%3B+,+%25", "n": "24"}, "Write percentages from 0 to 100"),
        ({"f": "x", "df1": "2", "df2": "45"}, "Write F as a number"),
        ({"f": "6", "df1": "2", "df2": ""}, "Write both degrees of freedom"),
        ({"f": "6", "df1": "2", "df2": "45", "eta2p": "22"}, "Write a share below 1"),
    ],
)
def test_what_is_no_figure_is_said_at_its_place(desk, typed, words):
    page = check(desk, **typed)
    assert page.response.status_code == 422 and page.sees(words)


def test_an_empty_form_only_asks(desk):
    assert not check(desk).sees("It gives p")
