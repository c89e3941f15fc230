"""The pages of the desk, one noun a file."""
