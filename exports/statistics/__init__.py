"""Statistics as plain functions of plain numbers: nothing is rounded inside."""
