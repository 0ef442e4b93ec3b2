"""Pages of the teacher: from the personal link to the receipt."""
