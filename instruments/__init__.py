"""Ground floor: what is asked, when it is shown, and how it is scored."""
