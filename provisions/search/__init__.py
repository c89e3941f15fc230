"""Finding provisions: what people type, turned into conditions; what was found, marked."""
