"""What signing costs: an officer's sign-in, and a stamp signed beside the same commit unsigned."""

from dataclasses import dataclass, replace

from officer_app.cli.bench.counter import OFFICER, number_of
from officer_app.cli.bench.rows import Row, by_turns_ms, row
from officer_app.core.assess import StampWish
from officer_app.core.export import Outcome
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.security.keys import SIGNATURE_BYTES
from officer_app.security.passwords import SALT_BYTES, STANDARD, derive
from officer_app.usecases.stamp import stamp
from officer_app.workstation.opening import Workstation
from officer_app.workstation.trouble import Trouble

GREEN = StampWish(Outcome.GREEN, "CP-1")


@dataclass(frozen=True)
class _Unsigned:
    """A signer that costs nothing: its bytes are no signature."""

    key_id: str
    public_key: bytes

    def sign(self, message: bytes) -> bytes:
        return bytes(SIGNATURE_BYTES)


def sign_in(opened: Workstation, password: str, times: int) -> Row:
    """Name and password to the unlocked key, each try written down; beside the password's two stretchings alone."""

    def ours() -> None:
        if isinstance(opened.officers.sign_in(OFFICER, password), Refusal):
            raise Trouble("damaged", detail="sign-in")

    def floor() -> None:
        for _ in range(2):
            derive(password, bytes(SALT_BYTES), STANDARD)

    return row("sign_in", *by_turns_ms(ours, floor, times), "ms", "median <= 1000 ms")


def stamp_signed(opened: Workstation, officer: SignedIn, first: int, times: int) -> Row:
    """A stamp with its signature and its code, on permits from the `first`; beside the same commit without either."""
    unsigned = SignedIn(officer.person, _Unsigned(officer.signer.key_id, officer.signer.public_key))
    codeless = replace(opened.counter, issue_token=lambda act, signer: "")
    places = iter(range(first, first + 2 * times))

    def ours() -> None:
        _prove(stamp(opened.counter, officer, number_of(next(places)), GREEN))

    def floor() -> None:
        _prove(stamp(codeless, unsigned, number_of(next(places)), GREEN))

    return row("stamp_signed", *by_turns_ms(ours, floor, times), "ms", "median - floor <= 1 ms")


def _prove(done: object) -> None:
    if isinstance(done, Refusal):
        raise Trouble("damaged", detail=done.code)
