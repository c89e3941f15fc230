"""Builders for tests and measurements: they go through the services, as real work does."""
