"""Fonts, colours and paragraph styles of everything on paper."""

from functools import cache
from importlib.resources import as_file, files

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "TolqynSans"
BOLD = "TolqynSans-Bold"
FILES = {REGULAR: "DejaVuSansCondensed.ttf", BOLD: "DejaVuSansCondensed-Bold.ttf"}

INK: Color = HexColor("#1c2326")
MUTED: Color = HexColor("#566469")
LINE: Color = HexColor("#e3e0d8")
ACCENT: Color = HexColor("#0b6e75")
FAINT: Color = HexColor("#c3c7c5")
"""Lines behind others, which still have to be seen."""
SOFT: Color = HexColor("#e3f1f0")
WARN: Color = HexColor("#8f5200")
PAPER: Color = HexColor("#fbfaf7")
LIKERT = tuple(HexColor(code) for code in ("#8c510a", "#d8b365", "#cfcfcf", "#5ab4ac", "#01665e"))
"""From strong disagreement to strong agreement; told apart in grey print too."""


@cache
def register_fonts() -> None:
    """Give reportlab the fonts that know every Kazakh letter; its own have no Cyrillic."""
    for name, file in FILES.items():
        with as_file(files("exports") / "fonts" / file) as path:
            pdfmetrics.registerFont(TTFont(name, str(path)))
    pdfmetrics.registerFontFamily(
        REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD
    )


def _style(name: str, size: float, **changes: object) -> ParagraphStyle:
    # Long Kazakh words break rather than run over the edge of a cell.
    plain = {
        "fontName": REGULAR,
        "fontSize": size,
        "leading": size * 1.35,
        "textColor": INK,
        "splitLongWords": 1,
        "allowWidows": 0,
        "allowOrphans": 0,
        "spaceAfter": 4,
    }
    return ParagraphStyle(name, **{**plain, **changes})


@cache
def styles() -> dict[str, ParagraphStyle]:
    """Give the paragraph styles by name."""
    register_fonts()
    made = (
        _style("title", 20, fontName=BOLD, spaceAfter=6),
        _style("heading", 14, fontName=BOLD, spaceBefore=16, spaceAfter=6, keepWithNext=1),
        _style("subheading", 11, fontName=BOLD, spaceBefore=10, spaceAfter=4, keepWithNext=1),
        _style("text", 9.5, spaceAfter=6),
        _style("said", 9, spaceAfter=4),
        _style("small", 8, spaceAfter=3),
        _style("muted", 8.5, textColor=MUTED, spaceAfter=6),
        _style("caption", 8.5, textColor=MUTED, spaceBefore=8, spaceAfter=3, keepWithNext=1),
        _style("warn", 9.5, textColor=WARN, fontName=BOLD, spaceAfter=8),
        _style("line", 8.5, leftIndent=10, textColor=MUTED, spaceAfter=6),
        _style("caution", 8.5, leftIndent=10, textColor=WARN, spaceAfter=6),
        _style("note", 8, textColor=MUTED, spaceAfter=1),
        _style("cell", 8.5, spaceAfter=0),
        _style("number", 8.5, spaceAfter=0, alignment=2),
        _style("head", 8, textColor=MUTED, fontName=BOLD, spaceAfter=0),
        _style("headnumber", 8, textColor=MUTED, fontName=BOLD, spaceAfter=0, alignment=2),
        _style("question", 10, fontName=BOLD, spaceBefore=8, spaceAfter=3, keepWithNext=1),
        _style("answer", 10, leftIndent=10, spaceAfter=4),
        _style("described", 8.5, leftIndent=10, textColor=MUTED, spaceAfter=4),
    )
    return {style.name: style for style in made}
