"""What the desk's forms send, kept as it was typed and read into what the services take."""
