# Code 128: patterns by value, START and code-switch values, stop without its last bar.

CODES: tuple[str, ...]
STOP: str
START_CODES: dict[str, int]
B: dict[str, int]
C: dict[str, int]
