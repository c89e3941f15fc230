"""The append-only, hash-chained list of acts: one chain per circle."""
