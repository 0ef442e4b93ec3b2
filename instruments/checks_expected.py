"""What sets and codes are expected to go with, or against: that it is said once and clearly."""

from collections.abc import Iterator

from instruments.checks_outline import Draft, Spot
from instruments.faults import AuthorFault, say, shown

KEYS = ("goes_with", "goes_against")


def expected_faults(draft: Draft) -> Iterator[AuthorFault]:
    """Name what stands there twice, or on both sides; what it names may be of any instrument."""
    for spot in (*draft.any_of, *draft.codes):
        yield from _once(spot)


def _once(spot: Spot) -> Iterator[AuthorFault]:
    seen: set[str] = set()
    for key in KEYS:
        for name in spot.texts(key):
            if not name.strip() or name in seen:
                yield spot.fault(
                    say("{key} names {name} a second time, or nothing.", key=key, name=shown(name)),
                    say("Name each scale, set or outcome once, in goes_with or in goes_against."),
                )
            seen.add(name)
