"""Notes who saw which record: personal data is looked at under one's own name (design §10)."""

from officer_app.usecases.counter import Counter
from officer_app.usecases.look_up import Answer, Found, FoundOther


def note_look(counter: Counter, officer: str, answer: Answer) -> None:
    """Write down that `officer` (account; empty at the command line) was shown what `answer` found, if anything."""
    if isinstance(answer, Found):
        counter.note_look(officer, "permit", answer.permit.number)
    elif isinstance(answer, FoundOther):
        counter.note_look(officer, answer.record.kind, answer.record.number)
