"""Reading the files that describe frameworks, documents, sessions, instruments and outcomes."""
