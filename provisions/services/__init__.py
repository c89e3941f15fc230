"""The only writers of this app's tables. Locks are taken framework → provision, ties by key."""
