"""Readings of provisions, in plain rows. A provision is read once it has its first version."""
