"""The program's log: one JSON object a line, no personal data, no secrets."""

import contextlib
import logging
import traceback
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

KEPT_BYTES = 2_000_000
KEPT_FILES = 5


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "where": record.name,
            "text": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = where(record.exc_info[1])
        # Loaded with the first line, which stands behind the first paint.
        written: str = import_module("json").dumps(line, ensure_ascii=False)
        return written


class _File(logging.FileHandler):
    """Turned over at KEPT_BYTES. logging.handlers does the same, but loads sockets and queues before a first paint."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, turning the file over before one that would make it too long."""
        with contextlib.suppress(OSError):
            if self.stream is not None and self.stream.tell() + len(self.format(record)) >= KEPT_BYTES:
                self._turn_over()
        super().emit(record)

    def _turn_over(self) -> None:
        self.close()
        path = Path(self.baseFilename)
        for number in range(KEPT_FILES - 1, -1, -1):
            older = path if number == 0 else path.with_name(f"{path.name}.{number}")
            if older.exists():
                older.replace(path.with_name(f"{path.name}.{number + 1}"))
        self.stream = self._open()

    def handleError(self, record: logging.LogRecord) -> None:
        """A log on a full disk stays behind; it must not fill the screen with complaints."""


def where(error: BaseException | None) -> str:
    """The error and where it rose, by file name only: a path tells whose machine it was, a message may hold data."""
    said = []
    while error is not None:
        steps = reversed(traceback.extract_tb(error.__traceback__))
        path = " < ".join(f"{Path(step.filename).name}:{step.lineno} {step.name}" for step in steps)
        said.append(f"{type(error).__name__} in {path}")
        error = error.__cause__
    return "; because of ".join(said)


def open_log(path: Path) -> logging.Handler:
    """Write the program's log to `path`, turned over at 2 MB; the handler is closed by `close_log`. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = _File(path, encoding="utf-8", errors="backslashreplace")
    handler.setFormatter(_Lines())
    logger = logging.getLogger("officer_app")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    return handler


def close_log(handler: logging.Handler) -> None:
    """Stop writing to `handler` and close its file."""
    logging.getLogger("officer_app").removeHandler(handler)
    # What a full disk did not take stays unsaid.
    with contextlib.suppress(OSError):
        handler.close()
