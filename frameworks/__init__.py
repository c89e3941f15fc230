"""What is tracked as a whole: frameworks, documents, milestones, instruments, sessions, clauses."""
