"""The only writers of this app: each checks, locks, changes and enters its act."""
