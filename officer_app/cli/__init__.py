"""The command line: every desk's work without the window."""
