"""Faults: the one place where an exception becomes a sentence with a reference, and a line in the log."""

import logging
import secrets
from collections.abc import Callable

from officer_app.texts import Both, Texts
from officer_app.viewmodels.ports import Explain

LOG = logging.getLogger(__name__)


class Faults:
    """Turns faults into sentences, each with the reference that the log has of it. A fault of the world has its own; a
    mistake of ours says so.
    """

    def __init__(self, texts: Texts, explain: Explain) -> None:
        self.last = ""
        """The reference that the log has of the last fault; empty while there was none."""
        self._texts = texts
        self._explain = explain

    def guard(self, work: Callable[[], None], failed: Callable[[Both], None]) -> None:
        """Do `work`; should it fail, log it and say so through `failed`. The program goes on."""
        try:
            work()
        except Exception as fault:
            LOG.exception("reference %s", self._refer())
            failed(self._sentence(fault, self.last))

    def say(self, fault: Exception) -> Both:
        """The sentence of a fault; it is logged under a reference. Main thread only."""
        LOG.error("reference %s", self._refer(), exc_info=fault)
        return self._sentence(fault, self.last)

    def _refer(self) -> str:
        """A reference for the fault that is about to be said."""
        self.last = secrets.token_hex(3)
        return self.last

    def _sentence(self, fault: Exception, reference: str) -> Both:
        known = self._explain(fault)
        if known is not None:
            referred = {"said_th": known.th, "said_en": known.en, "reference": reference}
            return self._texts.both("trouble.referred", **referred)
        return self._texts.both("trouble.bug", reference=reference)
