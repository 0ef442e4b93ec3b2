"""What programs ask: health, and later the sync of phones."""
