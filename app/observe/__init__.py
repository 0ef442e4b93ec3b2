"""Pages of the observer: lessons."""
