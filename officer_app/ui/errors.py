"""Faults: the one place where an exception becomes a sentence with a reference, and a line in the log."""

import logging
import secrets
from collections.abc import Callable

from officer_app.texts import Both, Texts
from officer_app.viewmodels.ports import Explain

LOG = logging.getLogger(__name__)


class Faults:
    """Turns faults into sentences. A fault of the world has its own; a mistake of ours says so with a reference."""

    def __init__(self, texts: Texts, explain: Explain) -> None:
        self._texts = texts
        self._explain = explain

    def guard(self, work: Callable[[], None], failed: Callable[[Both], None]) -> None:
        """Do `work`; should it fail, log it and say so through `failed`. The program goes on."""
        reference = secrets.token_hex(3)
        try:
            work()
        except Exception as fault:
            LOG.exception("reference %s", reference)
            failed(self._sentence(fault, reference))

    def say(self, fault: Exception) -> Both:
        """The sentence of a fault that came from another thread; it is logged."""
        reference = secrets.token_hex(3)
        LOG.error("reference %s", reference, exc_info=fault)
        return self._sentence(fault, reference)

    def _sentence(self, fault: Exception, reference: str) -> Both:
        known = self._explain(fault)
        if known is not None:
            return Both(known.th, known.en)
        return self._texts.both("trouble.bug", reference=reference)
