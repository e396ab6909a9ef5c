"""Faults planted in the simulation, each a rule taken away that the shipped code keeps: the simulation finds them.

A fault replaces a part of one world only, or of the modules while it is played (`patch`); nothing shipped knows of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pytest

from officer_app.central.memory_centre import MemoryCentre
from officer_app.central.memory_chains import Chains
from officer_app.central.memory_rights import Rights
from officer_app.core import life_cycle
from officer_app.core.acts import Act
from officer_app.core.ports import Claim, Denied, FeedAct, Granted, Hello, PushOutcome, Taken, Unreachable
from officer_app.core.refusals import Refusal
from officer_app.core.rights import Authority
from officer_app.usecases import push_acts, release_right, sync_once
from officer_app.usecases.counter import Counter
from officer_app.usecases.seat import seat_name
from tests.chaos import simulated_desk, simulated_journal
from tests.chaos.simulated_disk import MemoryDisk
from tests.chaos.simulated_journal import MemoryJournal, Pages
from tests.chaos.simulated_line import Line

Plant = Callable[[pytest.MonkeyPatch], None]


def late_answer_taken_for_a_loss(patch: pytest.MonkeyPatch) -> None:
    """A claim whose answer did not come is forgotten: the next one is made with another act."""
    patch.setattr(MemoryJournal, "intend_claim", lambda self, number, round_, act_id: act_id)


def late_acknowledgement_taken_for_a_loss(patch: pytest.MonkeyPatch) -> None:
    """Acts whose acknowledgement did not come are taken for lost, and the centre keeps them again when resent."""
    take = push_acts._note

    def note(journal: MemoryJournal, acts: Sequence[Act], outcomes: Sequence[PushOutcome]) -> None:
        if any(outcome.outcome == "duplicate" for outcome in outcomes):
            raise Unreachable("these acts are lost")
        take(journal, acts, outcomes)

    patch.setattr(push_acts, "_note", note)


def granted_without_an_answer(patch: pytest.MonkeyPatch) -> None:
    """The check of the authority is skipped where nobody answers."""
    ask = Line.claim

    def claim(self: Line, wanted: Claim, deadline_s: float) -> Granted | Taken | Denied:
        try:
            return ask(self, wanted, deadline_s)
        except Unreachable:
            return Granted("centre")

    patch.setattr(Line, "claim", claim)


def authority_not_checked_at_the_centre(patch: pytest.MonkeyPatch) -> None:
    """The centre grants for posts that are not its own to grant for."""
    check = Rights._no_authority
    patch.setattr(
        Rights, "_no_authority", lambda self, claim: check(self, claim) if self.post or self.recovering else None
    )


def stale_epoch_accepted_at_the_post(patch: pytest.MonkeyPatch) -> None:
    """The post's server grants under epochs that are over."""
    check = Rights._no_authority

    def no_authority(self: Rights, claim: Claim) -> Denied | None:
        denied = check(self, claim)
        return None if self.post and denied is not None and denied.code == "stale_epoch" else denied

    patch.setattr(Rights, "_no_authority", no_authority)


def restored_journal_grants(patch: pytest.MonkeyPatch) -> None:
    """A journal that was put back or copied grants before the centre has confirmed it."""
    patch.setattr(release_right, "UNCONFIRMED", "looked for in the wrong place")
    patch.setattr(simulated_journal, "RESTORED", "looked for in the wrong place")


def swallowed_by_on_conflict(patch: pytest.MonkeyPatch) -> None:
    """An untargeted ON CONFLICT DO NOTHING: an act of the feed that is here already is swallowed, and its place."""
    take = MemoryJournal.receive

    def receive(self: MemoryJournal, entries: Sequence[FeedAct]) -> None:
        take(self, [entry for entry in entries if entry.act.act_id not in self.pages.acts])
        if entries:
            self.keep_value("acts_cursor", str(entries[-1].feed_seq))

    patch.setattr(MemoryJournal, "receive", receive)


def gap_ignored(patch: pytest.MonkeyPatch) -> None:
    """A page with a row missing is stored, and the cursor goes behind it (`seq > last`)."""
    patch.setattr(sync_once, "_prove_gapless", lambda cursor, entries: None)


def epoch_ignored(patch: pytest.MonkeyPatch) -> None:
    """A centre that was restored is taken for the one from before."""
    hello = Line.hello
    first: dict[int, str] = {}

    def same(self: Line) -> Hello:
        said = hello(self)
        return replace(said, feed_epoch=first.setdefault(id(self), said.feed_epoch))

    patch.setattr(Line, "hello", same)


def lost_tail_not_sent_again(patch: pytest.MonkeyPatch) -> None:
    """What a centre acknowledged before it was restored is not sent again."""
    mark = MemoryJournal.mark_pushed

    def forward(self: MemoryJournal, station_seq: int) -> None:
        if station_seq < self.pushed_seq():
            raise Unreachable("that was sent already")
        mark(self, station_seq)

    patch.setattr(MemoryJournal, "mark_pushed", forward)


def acknowledged_before_durable(patch: pytest.MonkeyPatch) -> None:
    """The journal is written as the mirror is (synchronous=NORMAL): a cut of the power takes its last commit."""
    keep, cut = MemoryJournal.keep, MemoryDisk.cut_power

    def kept(self: MemoryJournal, pages: Pages) -> None:
        before[self.station.name] = self.pages
        keep(self, pages)

    def cut_power(self: MemoryDisk, commits: int) -> None:
        cut(self, commits)
        name = next((act.station for act in self.pages.acts.values() if act.kind == "station_opened"), "")
        if commits and name in before:
            self.pages = before[name]

    before: dict[str, Pages] = {}
    patch.setattr(MemoryJournal, "keep", kept)
    patch.setattr(MemoryDisk, "cut_power", cut_power)


def sent_before_it_is_marked_refused(patch: pytest.MonkeyPatch) -> None:
    """What the centre refused is not flagged here: nobody ever sees it."""
    patch.setattr(MemoryJournal, "quarantine", lambda self, act_id, code, text: None)


def claim_not_idempotent(patch: pytest.MonkeyPatch) -> None:
    """The same claim asked again is told that somebody else has the right."""
    ask = Rights.claim

    def claim(self: Rights, station: str, wanted: Claim) -> Granted | Taken | Denied:
        key = (wanted.permit, wanted.round, wanted.stamp if wanted.purpose == "withdraw" else "")
        known = self.decisions.get(key)
        if known is not None and wanted.purpose != "consent":
            return Taken(known.act_id, known.station, known.officer, known.at)
        return ask(self, station, wanted)

    patch.setattr(Rights, "claim", claim)


def round_ignored(patch: pytest.MonkeyPatch) -> None:
    """The centre decides once a permit, whatever the round."""
    ask = Rights.claim
    patch.setattr(Rights, "claim", lambda self, station, wanted: ask(self, station, replace(wanted, round=1)))


def handed_back_without_the_last_act(patch: pytest.MonkeyPatch) -> None:
    """A workstation that handed its right back goes on granting: its last act is not looked for."""
    patch.setattr(release_right, "_own_right", lambda counter, right: None)


def moved_while_it_is_held(patch: pytest.MonkeyPatch) -> None:
    """The centre makes the next epoch without the hand-back."""
    patch.setattr(Rights, "_still_holds", lambda self, known: "")


def claims_under_way_not_told(patch: pytest.MonkeyPatch) -> None:
    """The new authority does not hear what was granted before it and has not come yet."""
    patch.setattr(release_right, "_knows_enough", _only_the_place)


def _only_the_place(counter: Counter, right: Authority, claim: Claim) -> Refusal | None:
    behind = counter.journal.acts_cursor() < right.acts_place
    return Refusal("not_caught_up", {"authority": right.holder}) if behind else None


def fold_dependent_on_order(patch: pytest.MonkeyPatch) -> None:
    """Acts are folded as they came."""

    def as_they_came(acts: Sequence[Act], feed: Mapping[str, int]) -> list[Act]:
        return list({act.act_id: act for act in acts}.values())

    patch.setattr(life_cycle, "in_order", as_they_came)


def duplicate_applied_twice(patch: pytest.MonkeyPatch) -> None:
    """A resent act is kept and fed again."""
    sent = Line.push

    def push(self: Line, acts: Sequence[Act]) -> tuple[PushOutcome, ...]:
        outcomes = sent(self, acts)
        rights = self.centre.rights
        for act, outcome in zip(acts, outcomes, strict=True):
            if outcome.outcome == "duplicate":
                rights.acts.append(act)
        return outcomes

    patch.setattr(Line, "push", push)


def quarantine_blocks(patch: pytest.MonkeyPatch) -> None:
    """An act that the centre refuses holds up those behind it."""
    sent = Line.push

    def push(self: Line, acts: Sequence[Act]) -> tuple[PushOutcome, ...]:
        outcomes = sent(self, acts)
        if any(outcome.outcome == "refused" for outcome in outcomes):
            raise Unreachable("the centre will not have this", "centre")
        return outcomes

    patch.setattr(Line, "push", push)


def cursor_moved_before_the_acts(patch: pytest.MonkeyPatch) -> None:
    """Cursor and acts are two transactions: a crash between them skips acts for ever."""
    receive = MemoryJournal.receive

    def two_steps(self: MemoryJournal, entries: Sequence[FeedAct]) -> None:
        self.keep_value("acts_cursor", str(entries[-1].feed_seq))
        receive(self, entries)

    patch.setattr(MemoryJournal, "receive", two_steps)


def withdrawn_without_asking(patch: pytest.MonkeyPatch) -> None:
    """A stamp is taken back without the authority of its post."""
    ask = Rights.claim

    def claim(self: Rights, station: str, wanted: Claim) -> Granted | Taken | Denied:
        return Granted("centre") if wanted.purpose == "withdraw" else ask(self, station, wanted)

    patch.setattr(Rights, "claim", claim)


def copy_keeps_its_seat(patch: pytest.MonkeyPatch) -> None:
    """A journal that finds itself elsewhere goes on speaking from the seat that it had."""
    patch.setattr(simulated_desk, "SEAT", "looked for in the wrong place")


def right_not_tied_to_a_seat(patch: pytest.MonkeyPatch) -> None:
    """A copy grants as soon as the centre has confirmed its head."""
    own = release_right._own_right

    def any_seat(counter: Counter, right: Authority) -> Refusal | None:
        return own(counter, replace(right, seat=seat_name(counter.journal)))

    patch.setattr(release_right, "_own_right", any_seat)


def grant_shared_by_two_seats(patch: pytest.MonkeyPatch) -> None:
    """What one copy of a journal was granted the other one may use too."""
    patch.setattr(Rights, "_grant_again", lambda self, made, claim: True)


def restored_server_of_a_post_grants(patch: pytest.MonkeyPatch) -> None:
    """A post's own server that was put back from a backup does not wait for its lanes."""
    come_back = MemoryCentre.restored

    def restored(self: MemoryCentre) -> str:
        epoch = come_back(self)
        self.rights.recovering = self.rights.recovering and not self.rights.post
        return epoch

    patch.setattr(MemoryCentre, "restored", restored)


def restored_centre_hears_nobody_about_others(patch: pytest.MonkeyPatch) -> None:
    """What only colleagues still know of, because its disk died and the centre lost it, is granted once more."""
    patch.setattr(Chains, "hear_of", lambda self, acts: None)


PLANTS: tuple[Plant, ...] = (
    late_answer_taken_for_a_loss,
    late_acknowledgement_taken_for_a_loss,
    granted_without_an_answer,
    authority_not_checked_at_the_centre,
    stale_epoch_accepted_at_the_post,
    restored_journal_grants,
    swallowed_by_on_conflict,
    gap_ignored,
    epoch_ignored,
    lost_tail_not_sent_again,
    acknowledged_before_durable,
    sent_before_it_is_marked_refused,
    claim_not_idempotent,
    round_ignored,
    handed_back_without_the_last_act,
    moved_while_it_is_held,
    claims_under_way_not_told,
    fold_dependent_on_order,
    duplicate_applied_twice,
    quarantine_blocks,
    cursor_moved_before_the_acts,
    withdrawn_without_asking,
    copy_keeps_its_seat,
    right_not_tied_to_a_seat,
    grant_shared_by_two_seats,
    restored_server_of_a_post_grants,
    restored_centre_hears_nobody_about_others,
)
