"""What the desk's pages show, put into words and plain values. No queries."""
