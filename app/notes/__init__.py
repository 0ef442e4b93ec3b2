"""Pages of the moderator: focus groups and interviews."""
