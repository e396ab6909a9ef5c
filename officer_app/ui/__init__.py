"""The window: PySide6 views."""
