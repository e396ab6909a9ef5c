"""Take a stamp's right to be released away from its post, before it is annulled or re-directed (decision 0010, 4)."""

from dataclasses import dataclass

from officer_app.core.canonical import Value
from officer_app.core.export import PermitState
from officer_app.core.ports import Claim, SignedIn
from officer_app.core.refusals import Refusal
from officer_app.usecases.counter import Counter
from officer_app.usecases.release_right import Right, claim_right, still_right


@dataclass(frozen=True)
class Withdrawal:
    """The right to take one stamp back, granted; the act that uses it has to bear `claim.act_id`."""

    claim: Claim
    right: Right

    @property
    def fields(self) -> dict[str, Value]:
        """What the act says of who granted it, as a release does."""
        epoch: dict[str, Value] = {"authority_epoch": self.right.authority.epoch} if self.right.authority.epoch else {}
        return {"granted_by": self.right.granted_by, "post": self.claim.post, **epoch}

    def stands(self, counter: Counter, now: PermitState) -> Refusal | None:
        """Asked inside the journal's transaction: the same stamp of the same round, and a right that still holds."""
        if now.blocked:
            return Refusal("blocked")
        if now.stamp is None or (now.round, now.stamp.act_id) != (self.claim.round, self.claim.stamp):
            return Refusal("not_now", {"state": now.state})
        return still_right(counter, self.right, self.claim)


def ask_withdrawal(counter: Counter, officer: SignedIn, number: str, state: PermitState) -> Withdrawal | Refusal:
    """Ask the authority of the stamp's post. May wait for the network: call it off the main thread.

    The act that will use the right is written down before it is asked, under the stamp: after a crash or a lost answer
    whoever takes this stamp back here asks with the same act and gets the same answer. Raises ValueError where
    `state` has no stamp.
    """
    stamp = state.stamp
    if stamp is None:
        raise ValueError(f"{number} bears no stamp to be taken back")
    act_id = counter.new_id()
    if counter.central is not None:
        act_id = counter.journal.intend_claim(f"{number}/{stamp.act_id}", state.round, act_id)
    claim = Claim(
        permit=number,
        round=state.round,
        act_id=act_id,
        post=stamp.release_post,
        officer=officer.person.name,
        stamp=stamp.act_id,
        purpose="withdraw",
    )
    claim, right = claim_right(counter, f"{number}/{stamp.act_id}", claim)
    return right if isinstance(right, Refusal) else Withdrawal(claim, right)
