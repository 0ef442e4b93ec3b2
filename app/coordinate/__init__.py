"""The desk of the coordinator."""
