"""Files and statistics from records: rows first, the file last."""
