"""A drawing as SVG: the shapes that our figures use, with no style that a page would refuse."""

from collections.abc import Callable, Iterator, Mapping
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, PolyLine, Rect, Shape, String
from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import stringWidth

from exports.typography import BOLD

FONTS = "DejaVu Sans Condensed,DejaVu Sans,Noto Sans,Arial,sans-serif"


def as_svg(drawing: Drawing) -> str:
    """Write a drawing as an SVG document."""
    size = f"{drawing.width:.0f} {drawing.height:.0f}"
    shapes = "".join(_shapes(drawing))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" '
        f'width="{drawing.width:.0f}" height="{drawing.height:.0f}" font-family="{FONTS}">'
        f"{shapes}</svg>"
    )


def _shapes(drawing: Drawing) -> Iterator[str]:
    for shape in drawing.contents:
        yield WRITERS[type(shape)](shape, drawing.height)


def _numbers(*values: float) -> tuple[str, ...]:
    return tuple(f"{value:.2f}".rstrip("0").rstrip(".") for value in values)


def _hex(colour: Color | None) -> str:
    return "none" if colour is None else f"#{colour.hexval()[2:]}"


def _edge(shape: Shape) -> str:
    if shape.strokeColor is None:
        return ""
    (width,) = _numbers(shape.strokeWidth or 1)
    dashes = " ".join(_numbers(*shape.strokeDashArray)) if shape.strokeDashArray else ""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f' stroke="{_hex(shape.strokeColor)}" stroke-width="{width}"{dashed}'


def _string(shape: Shape, height: float) -> str:
    """Write a line of text as wide as it was measured, whatever font the reader has."""
    x, y, size = _numbers(shape.x, height - shape.y, shape.fontSize)
    (length,) = _numbers(stringWidth(shape.text, shape.fontName, shape.fontSize))
    bold = ' font-weight="700"' if shape.fontName == BOLD else ""
    anchor = f' text-anchor="{shape.textAnchor}"' if shape.textAnchor != "start" else ""
    fits = f' textLength="{length}" lengthAdjust="spacingAndGlyphs"' if shape.text.strip() else ""
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" fill="{_hex(shape.fillColor)}"'
        f"{bold}{anchor}{fits}>{escape(shape.text)}</text>"
    )


def _rect(shape: Shape, height: float) -> str:
    x, y, wide, high = _numbers(shape.x, height - shape.y - shape.height, shape.width, shape.height)
    fill = _hex(shape.fillColor)
    return f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" fill="{fill}"{_edge(shape)}/>'


def _line(shape: Shape, height: float) -> str:
    x1, y1, x2, y2 = _numbers(shape.x1, height - shape.y1, shape.x2, height - shape.y2)
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"{_edge(shape)}/>'


def _path(shape: Shape, height: float) -> str:
    flat = shape.points
    points = " ".join(
        ",".join(_numbers(x, height - y)) for x, y in zip(flat[::2], flat[1::2], strict=True)
    )
    if isinstance(shape, Polygon):
        return f'<polygon points="{points}" fill="{_hex(shape.fillColor)}"{_edge(shape)}/>'
    return f'<polyline points="{points}" fill="none"{_edge(shape)}/>'


def _circle(shape: Shape, height: float) -> str:
    x, y, r = _numbers(shape.cx, height - shape.cy, shape.r)
    return f'<circle cx="{x}" cy="{y}" r="{r}" fill="{_hex(shape.fillColor)}"{_edge(shape)}/>'


WRITERS: Mapping[type, Callable[[Shape, float], str]] = {
    String: _string,
    Rect: _rect,
    Line: _line,
    PolyLine: _path,
    Polygon: _path,
    Circle: _circle,
}
"""Every shape that a figure may use."""
