"""Loading reviewed files: frameworks with their provisions, outcomes, the practice story."""
