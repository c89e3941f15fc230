"""Comments with their answers in one table, as standards bodies exchange them."""
