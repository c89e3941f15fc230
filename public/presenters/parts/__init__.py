"""What the components of a page are given: plain values, every word of them ready to print."""
