"""openpyxl without numpy, which it loads wherever it is installed: our cells are plain numbers.

Whoever imports openpyxl takes it from here. Should a later openpyxl ask for numpy elsewhere,
tests/laws/test_start.py says so.
"""

import sys
from decimal import Decimal
from types import ModuleType

_numbers = ModuleType("openpyxl.compat.numbers", "Numbers that a cell may hold, numpy's left out.")
vars(_numbers).update(NUMPY=False, NUMERIC_TYPES=(int, float, Decimal))
sys.modules.setdefault(_numbers.__name__, _numbers)

# After the module that stands in for its own.
from openpyxl import DEFUSEDXML, Workbook, load_workbook  # noqa: E402
from openpyxl.cell import WriteOnlyCell  # noqa: E402
from openpyxl.styles import Alignment, Font  # noqa: E402
from openpyxl.utils import get_column_letter  # noqa: E402
from openpyxl.writer.excel import ExcelWriter  # noqa: E402

__all__ = [
    "DEFUSEDXML",
    "Alignment",
    "ExcelWriter",
    "Font",
    "Workbook",
    "WriteOnlyCell",
    "get_column_letter",
    "load_workbook",
]
