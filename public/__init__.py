"""The public face: pages, API, feeds and exports that are the same for everyone."""
