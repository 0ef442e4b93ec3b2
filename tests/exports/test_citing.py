"""Who made a study stands where a data set is cited."""

from dataclasses import replace

import pytest

from exports.citing import citation_file
from exports.publication_words import citation
from instruments.authors import Author, authors_of, wrong_orcids
from tests.exports.builders_source import likert, source

LINE = "Әлия Нұрланова (0000-0002-1825-0097); Smith, J.;  ; https://orcid.org/0000-0001-5109-3700"


def cited(authors: str):
    made = source(likert(2), [])
    return replace(made, frame=replace(made.frame, authors=authors))


def test_authors_are_names_with_an_orcid_or_without():
    assert authors_of(LINE) == (
        Author("Әлия Нұрланова", "0000-0002-1825-0097"),
        Author("Smith, J."),
    )
    assert authors_of(" ; ") == ()


@pytest.mark.parametrize("orcid", ["0000-0002-1825-0097", "0000-0001-5109-3700"])
def test_the_last_sign_of_an_orcid_follows_from_the_others(orcid):
    assert not wrong_orcids(f"A ({orcid})")
    wrong = orcid[:-1] + ("1" if orcid[-1] != "1" else "2")
    assert wrong_orcids(f"A ({wrong})") == (wrong,)


def test_a_citation_begins_with_the_authors():
    words = citation(cited("Smith, J.; Әлия Нұрланова"), "tolqyn 1").in_("en")
    assert words.startswith("Smith, J.; Әлия Нұрланова. A study [data set], ")
    assert citation(cited(""), "tolqyn 1").in_("en").startswith("A study [data set], ")


def test_the_citation_file_names_authors_or_is_not_there():
    assert citation_file(cited("")) == ""
    lines = citation_file(cited('O"Neil, A. (0000-0002-1825-0097)')).splitlines()
    assert '  - name: "O\\"Neil, A."' in lines
    assert "    orcid: https://orcid.org/0000-0002-1825-0097" in lines
    assert "type: dataset" in lines
