"""A place of the desk."""
