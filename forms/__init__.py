"""WTForms classes: built from an instrument, or written by hand for the staff."""
