"""A form that arrives, by script or in a file: read, judged, and kept exactly once."""
