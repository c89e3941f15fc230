"""What every answer looks like, column by column: for the API's schema and the data dictionary.

The shapes mirror `public.presenters`; a test holds every answer against them, both ways.
"""
