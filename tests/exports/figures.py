"""What is seen of a figure: its words, and that they stay on the drawing."""

from xml.etree import ElementTree

from reportlab.graphics.shapes import Drawing
from reportlab.pdfbase.pdfmetrics import stringWidth


def words(svg: str) -> list[str]:
    """List the lines of text of a drawing."""
    return [text.text or "" for text in ElementTree.fromstring(svg).iter() if text.text]


def nothing_runs_over(figure: Drawing) -> None:
    """Every line of text ends inside the drawing."""
    for shape in figure.contents:
        if not hasattr(shape, "text"):
            continue
        long = stringWidth(shape.text, shape.fontName, shape.fontSize)
        left = {"start": 0.0, "middle": long / 2, "end": long}[shape.textAnchor]
        assert shape.x - left >= -1, shape.text
        assert shape.x - left + long <= figure.width + 1, shape.text
        assert -1 <= shape.y <= figure.height, shape.text
