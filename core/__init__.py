"""Table-free ground: who acts, what may go wrong, how texts, dates and ids are formed."""
