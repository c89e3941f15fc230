"""What the answers are made of: no queries. `desk.api.shapes` says what they look like."""
