"""The program's log: one JSON object a line, no personal data, no secrets."""

import contextlib
import json
import logging
import logging.handlers
import traceback
from datetime import UTC, datetime
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
        return json.dumps(line, ensure_ascii=False)


class _File(logging.handlers.RotatingFileHandler):
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
    handler = _File(path, maxBytes=KEPT_BYTES, backupCount=KEPT_FILES, encoding="utf-8", errors="backslashreplace")
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
