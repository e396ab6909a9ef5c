"""Printers: a paper is handed over, and its job is followed to the end."""
