"""Sentences of the devices: what an officer reads when a scanner, a sound or a frame went wrong."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    """One thing to say: `th` in Thai, `en` in English. It says what is wrong and what to do."""

    th: str
    en: str
