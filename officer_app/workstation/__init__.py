"""A workstation opened from its home: the one place where edges meet use cases, for window and command line."""
