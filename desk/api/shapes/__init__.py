"""What every answer of the desk's API looks like, as JSON Schema; tests hold the answers to it.

`desk.api.values` writes the answers themselves.
"""
