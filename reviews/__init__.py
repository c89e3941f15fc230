"""Rounds, comments and rooms: what the three groups say of a text, each in confidence."""
