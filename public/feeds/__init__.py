"""Feeds for readers that come back by themselves: news readers and calendars."""
