"""What the simulation's journal has nothing of: transit. Whoever asks it for a case made a mistake."""

from collections.abc import Collection
from typing import NoReturn

from officer_app.core.acts import Draft
from officer_app.core.ports import IssueToken, Signer, TransitGuard


class NoTransit:
    """The part of core.ports.Journal that is about transit."""

    def record_transit(
        self,
        draft: Draft,
        signer: Signer,
        guard: TransitGuard | None = None,
        second: Signer | None = None,
        code: IssueToken | None = None,
    ) -> NoReturn:
        """No transit is simulated."""
        _none()

    def transit_state(self, number: str) -> NoReturn:
        """No transit is simulated."""
        _none()

    def transit_cases(self, phases: Collection[str], after: str, limit: int) -> NoReturn:
        """No transit is simulated."""
        _none()

    def cases_under(self, declaration_no: str) -> NoReturn:
        """No transit is simulated."""
        _none()

    def keyed_twice(self) -> list[str]:
        """The exchange asks for it: there is no transit, so nothing was keyed twice."""
        return []

    def signed_twice(self) -> list[str]:
        """No transit is simulated."""
        return []

    def guarantee_state(self, number: str) -> NoReturn:
        """No transit is simulated."""
        _none()

    def numbers_written(self, series: str) -> NoReturn:
        """No transit is simulated."""
        _none()

    def series_written(self, head: str) -> NoReturn:
        """No transit is simulated."""
        _none()


def _none() -> NoReturn:
    raise AssertionError("no transit is simulated")
