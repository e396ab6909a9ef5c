"""State of the pages that hold state, in plain Python."""
