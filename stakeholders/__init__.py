"""Who takes part: users, organizations, groups, circles and mandates."""
