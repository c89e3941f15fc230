"""The smallest tracked units: provisions, their versions and texts, their stages and search."""
