"""The sample database's reviews: invented people, and what they write in rounds."""
