"""A program of its own that records acts for ever, and prints each one's id once it is said to be recorded."""

import sys
from itertools import count
from pathlib import Path

from officer_app.core.acts import Act, ActKind, Draft, Subject
from officer_app.store.journal import SqliteJournal
from tests.fakes import CE_1, FILE_KEY, NOW, signer

FEW = 40


def main(path: Path, name: str, most: int) -> None:
    """Record until killed, or `most` acts (0: no end); begins when a line comes on standard input."""
    journal = SqliteJournal(path, FILE_KEY, CE_1)
    print("ready", flush=True)
    sys.stdin.readline()
    begun = len(journal.acts())
    for turn in count(1):
        draft = Draft(f"{name}-{begun}-{turn}", ActKind.PRESENT, Subject("permit", f"P{turn % 7}"), name, NOW)
        recorded = journal.record(draft, signer(1))
        if not isinstance(recorded, Act):
            raise TypeError(f"refused: {recorded}")
        print(recorded.act_id, flush=True)
        if turn == most:
            break
    journal.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
