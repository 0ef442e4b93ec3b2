"""Which references are computed, by what, and what of them is not."""

from collections.abc import Callable

from tests.compare.lessons import lessons_any_task
from tests.compare.observers import observer_agreement
from tests.compare.rubrics import rubric_agreement

GROUPS: dict[str, Callable[[], dict[str, object]]] = {
    "atyrau_observer_agreement": observer_agreement,
    "atyrau_rubric_agreement": rubric_agreement,
    "atyrau_lessons_any_task": lessons_any_task,
}

NOT_YET: dict[str, dict[str, str]] = {}
"""Reference -> beginning of its keys -> why nothing is computed for them."""


def reason(reference: str, key: str) -> str | None:
    """Say why a key is not computed; None where it should be."""
    why = NOT_YET.get(reference, {})
    return next((words for begins, words in why.items() if key.startswith(begins)), None)
