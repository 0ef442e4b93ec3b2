"""What was found: a card per question, from results that were computed before."""

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.coordinate.blueprint import pages
from app.coordinate.computing import compute_results, read_finding, read_results
from app.coordinate.results_shown import joint_display, key_shares, shown_limits, shown_value
from exports.drawn import count_figures

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
        shares=key_shares(found.findings) if found else (),
        value=shown_value,
        limits=shown_limits,
        figures=count_figures,
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
    """Hand over one drawing of a finding; where it is gone, the page says what there is."""
    from exports.findings_figures import NARROW, finding_figures  # noqa: PLC0415
    from exports.svg import as_svg  # noqa: PLC0415  (reportlab is heavy)

    with current.database().reading() as session:
        finding = read_finding(session, current.scope(), request.args.get("of", ""))
    number = request.args.get("number", 0, type=int)
    if finding is None or not 0 <= number < count_figures(finding):
        return redirect(url_for("desk.results", study=study))
    width = NARROW if "narrow" in request.args else None
    figure = finding_figures(finding, current.language(), width)[number]
    return Response(as_svg(figure), mimetype=SVG)
