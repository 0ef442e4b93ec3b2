"""All queries. Functions take a session first, give plain values and state their order."""
