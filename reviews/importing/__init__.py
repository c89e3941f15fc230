"""Comments that a delegation wrote offline: a table read into private drafts."""
