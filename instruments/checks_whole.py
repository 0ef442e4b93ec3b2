"""The instrument as a whole: whom it is about, who fills it in, how its records are told apart."""

from collections.abc import Iterator, Mapping

from instruments.checks_outline import Draft, Spot
from instruments.checks_shape import nearest
from instruments.definitions import CONTAINERS, UNANSWERED, About, FilledBy, Kind
from instruments.faults import AuthorFault, say, shown

ROLES = ("teacher", "pupil")
ASKED_OF: Mapping[About, tuple[str, ...]] = {
    About.PARTICIPANT: ROLES,
    About.LESSON: ("teacher",),
    About.GROUP_SESSION: ("",),
}
FILLS_IN: Mapping[About, tuple[FilledBy, ...]] = {
    About.PARTICIPANT: tuple(FilledBy),
    About.LESSON: (FilledBy.OBSERVER, FilledBy.COORDINATOR),
    About.GROUP_SESSION: (FilledBy.MODERATOR, FilledBy.COORDINATOR),
}
HIGHEST = 9999


def whole_faults(draft: Draft) -> Iterator[AuthorFault]:
    """Name what makes no sense at the head of the file."""
    spot = draft.whole
    yield from _one_of(spot, "about", tuple(About))
    yield from _one_of(spot, "filled_by", tuple(FilledBy))
    yield from _one_of(spot, "asked_of", (*ROLES, ""))
    yield from _together(spot)
    for key in ("version", "minutes"):
        number = spot.number(key)
        if number is not None and not 1 <= number <= HIGHEST:
            yield spot.fault(
                say("{key} = {value} makes no sense.", key=key, value=f"{number:g}"),
                say("Write a whole number from 1 to {highest}.", highest=HIGHEST),
            )
    share = spot.number("certify_share")
    if share is not None and not 0 < share <= 1:
        yield spot.fault(
            say("certify_share = {value} makes no sense.", value=f"{share:g}"),
            say("Write a share such as 0.8."),
        )
    if (spot.number("certify_within") or 0) < 0:
        yield spot.fault(
            say("certify_within is less than 0."), say("Write 0 for equal, 1 for one level apart.")
        )
    for code in spot.texts("distinct_by"):
        yield from _answered(draft, "distinct_by", code)
    yield from _named(draft, "date_item", Kind.DATE)
    yield from _named(draft, "group_item", Kind.TEXT)


def _one_of(spot: Spot, key: str, words: tuple[str, ...]) -> Iterator[AuthorFault]:
    if isinstance(spot.table.get(key), str) and spot.text(key) not in words:
        value = f'"{shown(spot.text(key))}"'
        yield spot.fault(
            say("Unknown {key} {value}.", key=key, value=value),
            nearest(spot.text(key), [word for word in words if word]),
        )


def _together(spot: Spot) -> Iterator[AuthorFault]:
    if spot.text("about") not in tuple(About):
        return
    about = About(spot.text("about"))
    asked_of, filled_by = spot.text("asked_of"), spot.text("filled_by")
    if asked_of in (*ROLES, "") and asked_of not in ASKED_OF[about]:
        yield spot.fault(
            say(
                'about = "{about}" does not go with asked_of = "{value}".',
                about=about,
                value=asked_of,
            ),
            say("Use one of: {words}.", words=_quoted(ASKED_OF[about])),
        )
    if filled_by in tuple(FilledBy) and filled_by not in FILLS_IN[about]:
        yield spot.fault(
            say(
                'about = "{about}" does not go with filled_by = "{value}".',
                about=about,
                value=filled_by,
            ),
            say("Use one of: {words}.", words=_quoted(FILLS_IN[about])),
        )


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f'"{word}"' for word in words)


def _answered(draft: Draft, key: str, code: str) -> Iterator[AuthorFault]:
    item = draft.item(code)
    if item is None:
        yield draft.whole.fault(
            say("{key} names {code}, which is no item.", key=key, code=shown(code)),
            nearest(code, [one.code for one in draft.items if one.code]),
        )
    elif item.repeat is not None or item.kind in UNANSWERED | CONTAINERS:
        yield draft.whole.fault(
            say("{key} names {code}, which has no single answer.", key=key, code=shown(code)),
            say("Name an item that is answered once."),
        )


def _named(draft: Draft, key: str, kind: Kind) -> Iterator[AuthorFault]:
    """Check the item that the whole names for what it holds: it is there, and of that kind."""
    code = draft.whole.text(key)
    if not code:
        return
    yield from _answered(draft, key, code)
    item = draft.item(code)
    single = item is not None and item.kind not in UNANSWERED | CONTAINERS
    if item is not None and single and item.kind not in (None, kind):
        yield draft.whole.fault(
            say(
                "{key} names {code}, which is of kind {kind}.",
                key=key,
                code=shown(code),
                kind=item.kind,
            ),
            say("Name an item of kind {kind}.", kind=kind.value),
        )
