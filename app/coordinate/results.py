"""What was found: a card per question, from results that were computed before."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.coordinate.blueprint import pages
from app.coordinate.computing import compute_results, read_finding, read_group, read_results
from app.coordinate.results_shown import joint_display, key_figures, shown_limits, shown_value
from exports.drawn import count_figures, questions_together

SVG = "image/svg+xml"


@pages.get("/<study>/results")
@allow(Role.COORDINATOR)
def results(study: str) -> ResponseReturnValue:
    """Show what was computed last, and whether the data have changed since."""
    with current.database().reading() as session:
        found = read_results(session, current.scope())
    return render_template(
        "desk/results.html",
        found=found,
        joint=joint_display(found.findings) if found else (),
        shares=key_figures(found.findings) if found else (),
        value=shown_value,
        limits=shown_limits,
        figures=count_figures,
        together=questions_together,
        csrf=current.protection().token(),
    )


@pages.post("/<study>/results", endpoint="compute_results")
@allow(Role.COORDINATOR)
def compute(study: str) -> ResponseReturnValue:
    """Compute the results from the present data."""
    compute_results(current.database(), current.scope())
    return redirect(url_for("desk.results", study=study))


@pages.get("/<study>/results/drawing")
@allow(Role.COORDINATOR)
def drawing(study: str) -> ResponseReturnValue:
    """Hand over one drawing; where it is gone, the page says what there is."""
    from exports.svg import as_svg  # noqa: PLC0415  (reportlab is heavy)

    figures = _figures(request.args.get("of", ""), request.args.get("topic", ""))
    number = request.args.get("number", 0, type=int)
    if not 0 <= number < len(figures):
        return redirect(url_for("desk.results", study=study))
    return Response(as_svg(figures[number]()), mimetype=SVG)


def _figures(key: str, topic: str) -> Sequence[Callable[[], Any]]:
    """Give what draws each figure of a finding, or of the questions of a topic together."""
    from exports.findings_figures import NARROW, finding_figures, questions_figures  # noqa: PLC0415

    language, width = current.language(), NARROW if "narrow" in request.args else None
    with current.database().reading() as session:
        group = read_group(session, current.scope(), topic) if topic else None
        finding = read_finding(session, current.scope(), key) if key else None
    if group:
        return questions_figures(group, language, width)
    return finding_figures(finding, language, width) if finding else ()
