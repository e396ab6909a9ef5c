"""Codes on stamps and on transit papers: what signs and reads them is loaded for the first one, not to open a desk."""

from functools import cached_property
from importlib import import_module

from officer_app.core.acts import Act
from officer_app.core.ports import Clock, ReadToken, Signer, TokenSays
from officer_app.core.refusals import Refusal
from officer_app.core.transit import TransitState
from officer_app.core.transit_codes import ReadTransitCode, TransitCodeSays
from officer_app.settings import Settings
from officer_app.workstation.elsewhere import KeysEverywhere
from officer_app.workstation.key_acts import KeyActs
from officer_app.workstation.officers import Officers


def issue_token(act: Act, signer: Signer) -> str:
    """See `workstation.tokens`."""
    issued: str = import_module("officer_app.workstation.tokens").issue_token(act, signer)
    return issued


def issue_transit_code(act: Act, before: TransitState, signer: Signer) -> str:
    """See `workstation.transit_codes`."""
    issued: str = import_module("officer_app.workstation.transit_codes").issue_transit_code(act, before, signer)
    return issued


class CodeReaders:
    """Reads codes of the mode of `settings`, by the keys that are known."""

    def __init__(
        self, settings: Settings, officers: Officers, keys: KeyActs, everywhere: KeysEverywhere, clock: Clock
    ) -> None:
        self._settings = settings
        self._officers = officers
        self._keys = keys
        self._everywhere = everywhere
        self._clock = clock

    def read_token(self, text: str) -> TokenSays | Refusal:
        """See `core.ports.ReadToken`."""
        return self._of_stamps(text)

    def read_transit_code(self, text: str) -> TransitCodeSays | Refusal:
        """See `core.transit_codes.ReadTransitCode`."""
        return self._of_transit(text)

    @cached_property
    def _of_stamps(self) -> ReadToken:
        reader: ReadToken = import_module("officer_app.workstation.tokens").token_reader(
            *(self._settings.station.mode, self._officers.keys, self._keys.standing),
            certified_only=self._settings.certified_keys_only,
        )
        return reader

    @cached_property
    def _of_transit(self) -> ReadTransitCode:
        reader: ReadTransitCode = import_module("officer_app.workstation.transit_codes").transit_code_reader(
            *(self._settings.station.mode, self._everywhere.registrations, self._everywhere.standing, self._clock),
            certified_only=self._settings.certified_keys_only,
        )
        return reader
