"""`freeze`: note what counts in a wave, list what was noted, compare two freezes."""

from collections.abc import Iterator

import click

from app.cli.opening import Refused, open_house, sentences, study_scope
from app.store import audit
from app.store.freeze_comparing import COMPARED, Change, FreezeComparison, compare_freezes
from app.store.freezes import FreezeView, list_freezes
from app.store.freezing import add_freeze
from instruments.records import canonical
from instruments.wording import LANGUAGES, language_or

HIDDEN = "(personal, not shown)"


class Freezes(click.Group):
    """`tolqyn freeze STUDY WAVE` is short for `tolqyn freeze make STUDY WAVE`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take what is no command for the name of a study."""
        short = args[0] not in self.commands and not args[0].startswith("-")
        return super().resolve_command(ctx, ["make", *args] if short else args)


@click.group(cls=Freezes)
def freeze() -> None:
    """Note what counts in a wave, so that its numbers can be published."""


@freeze.command()
@click.argument("study")
@click.argument("wave", required=False)
@click.option("--every-wave", is_flag=True, help="Freeze all waves together.")
@click.option("--label", default="", help="What the freeze is called, such as 'article, first'.")
@click.option("--reason", default="", help="Why a wave is frozen that still takes answers.")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="kk",
    show_default=True,
    help="The language of a label that is not given.",
)
def make(
    study: str, wave: str | None, every_wave: bool, label: str, reason: str, language: str
) -> None:
    """Freeze a wave (its key): exports of the freeze stay the same for ever."""
    if (wave is None) is not every_wave:
        raise click.UsageError("Name a wave, or say --every-wave.")
    with sentences(), open_house().database.writing() as session:
        scope = study_scope(session, study)
        made = add_freeze(session, scope, wave, label, reason, language_or(language))
    click.echo(_line(made))


@freeze.command("list")
@click.argument("study")
def list_(study: str) -> None:
    """List the freezes of a study, newest first."""
    with sentences(), open_house().database.reading() as session:
        found = list_freezes(session, study_scope(session, study))
    for one in found:
        click.echo(_line(one))
    if not found:
        click.echo("Nothing is frozen yet.")


def _line(one: FreezeView) -> str:
    """Give number, wave, records, moment, who, label and proof."""
    reason = f" ({one.reason})" if one.reason else ""
    return (
        f"{one.number}\t{one.wave or '*'}\t{one.records} records\t{one.made_at:%Y-%m-%d %H:%M} UTC"
        f"\t{one.made_by}\t{one.label}{reason}\tsha256 {one.sha256}"
    )


@freeze.command()
@click.argument("study")
@click.argument("older", type=int)
@click.argument("newer", type=int)
def compare(study: str, older: int, newer: int) -> None:
    """Say what differs between two freezes: counts, then a line for each difference."""
    if older == newer:
        raise Refused("Name two different freezes.")
    house = open_house()
    with sentences(), house.database.reading() as session:
        scope = study_scope(session, study)
        found = compare_freezes(session, scope, older, newer)
    with house.database.writing() as session:
        audit.note(session, scope, COMPARED, f"{older} {newer}")
    for line in lines(found):
        click.echo(line)


def lines(found: FreezeComparison) -> Iterator[str]:
    """Write a comparison as lines: study code, wave, instrument, item, before, after."""
    yield (
        f"freeze {found.older.number} and {found.newer.number}: {len(found.added)} added, "
        f"{len(found.gone)} gone, {len(found.changed)} changed, "
        f"{len(found.roster)} differences in roster, lessons and plan"
    )
    for word, records in (("added", found.added), ("gone", found.gone)):
        for one in records:
            yield "\t".join((word, one.about, one.wave, one.instrument))
    for change in found.changes:
        one = change.record
        values = _values(change)
        yield "\t".join(("changed", one.about, one.wave, one.instrument, change.code, *values))
    for other in found.roster:
        yield "\t".join(("roster", other.code, other.column, other.before, other.after))


def _values(change: Change) -> tuple[str, str]:
    """Write both values on one line; an answer that is missing is empty."""
    if change.is_personal:
        return HIDDEN, HIDDEN
    before, after = (
        "" if value is None else canonical({"": value})[4:-1]
        for value in (change.before, change.after)
    )
    return before, after
