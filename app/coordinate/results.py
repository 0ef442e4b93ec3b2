"""What was found, from results that were computed before: a card per question, a page per topic."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.coordinate.blueprint import pages
from app.coordinate.computing import compute_results, read_finding, read_group, read_results
from app.coordinate.results_joint import sources_shown
from app.coordinate.results_shown import shown_limits, shown_share, shown_value
from app.store.frame import said_source
from exports.drawn import count_figures, questions_together
from exports.findings.key_figures import key_figures
from exports.findings.overviews import in_order, overviews, topic_of
from exports.findings.overviews_of_participation import standing

SVG = "image/svg+xml"


@pages.get("/<study>/results")
@allow(Role.COORDINATOR)
def results(study: str) -> ResponseReturnValue:
    """Show what was computed last, and whether the data have changed since."""
    with current.database().reading() as session:
        found = read_results(session, current.scope())
        sources = None
        if found:
            sources = sources_shown(found.findings, said_source(session, current.scope()))
    return render_template(
        "desk/results.html",
        found=found,
        standing=standing(found.findings) if found else None,
        overviews=overviews(found.findings) if found else (),
        sources=sources,
        key_figures=key_figures(found.findings) if found else (),
        share=shown_share,
        csrf=current.protection().token(),
    )


@pages.post("/<study>/results", endpoint="compute_results")
@allow(Role.COORDINATOR)
def compute(study: str) -> ResponseReturnValue:
    """Compute the results from the present data."""
    compute_results(current.database(), current.scope())
    return redirect(url_for("desk.results", study=study))


@pages.get("/<study>/results/<topic>")
@allow(Role.COORDINATOR)
def results_topic(study: str, topic: str) -> ResponseReturnValue:
    """Show every finding of a topic; one that is not there leads to the page of all."""
    with current.database().reading() as session:
        found = read_results(session, current.scope())
    groups = in_order(found.findings) if found else ()
    place = next((at for at, group in enumerate(groups) if group.topic == topic), None)
    if place is None:
        return redirect(url_for("desk.results", study=study))
    return render_template(
        "desk/results_topic.html",
        group=groups[place],
        before=groups[place - 1] if place else None,
        after=groups[place + 1] if place + 1 < len(groups) else None,
        value=shown_value,
        limits=shown_limits,
        figures=count_figures,
        together=questions_together,
    )


@pages.get("/<study>/results/drawing")
@allow(Role.COORDINATOR)
def drawing(study: str) -> ResponseReturnValue:
    """Hand over one drawing; where it is gone, the page says what there is."""
    from exports.svg import as_svg  # noqa: PLC0415  (reportlab is heavy)

    figures = _figures(request.args)
    number = request.args.get("number", 0, type=int)
    if not 0 <= number < len(figures):
        return redirect(url_for("desk.results", study=study))
    return Response(as_svg(figures[number]()), mimetype=SVG)


def _figures(asked: Mapping[str, str]) -> Sequence[Callable[[], Any]]:
    """Give what draws an overview, the questions of a topic together, or a finding."""
    # reportlab is heavy
    from exports import findings_figures as drawn  # noqa: PLC0415
    from exports.overview_figures import overview_figures  # noqa: PLC0415

    language = current.language()
    width = drawn.NARROW if "narrow" in asked else drawn.ON_PAGE
    with current.database().reading() as session:
        scope = current.scope()
        if key := asked.get("overview"):
            group = read_group(session, scope, topic_of(key))
            return overview_figures(group, key, language, width) if group else ()
        if topic := asked.get("topic"):
            group = read_group(session, scope, topic)
            return drawn.questions_figures(group, language, width) if group else ()
        finding = read_finding(session, scope, asked.get("of", ""))
    return drawn.finding_figures(finding, language, width) if finding else ()
