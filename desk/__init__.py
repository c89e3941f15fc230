"""The desk: the signed-in side. No tables; it loads, asks, calls one service, renders."""
