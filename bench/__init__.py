"""`./portal bench`: what the portal costs, in ratios to a null view on the same server."""
