"""The shipped study's statistics beside the values that R gives for it: `make compare`."""
