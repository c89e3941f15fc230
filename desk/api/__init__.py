"""The desk's API: what the pages of the desk do, for programs with a token of one mandate."""
