"""The app: who, when, and where it is kept."""
