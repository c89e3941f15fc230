"""Readings as frozen values. Each starts at `visible_to`, or reads what is public for everybody."""
