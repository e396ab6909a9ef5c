"""A whole workstation as a process of its own, for the chaos run: it exchanges in one thread and works in another.

`python -m tests.chaos.workstation_program HOME SEED`: works until it is killed; one JSON line for each answer that an
officer would have seen (`{"act": ...}` once it is said to be recorded). Its clock jumps. Its password is in the
environment, as for the command line.
"""

import json
import logging
import os
import random
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

from officer_app.core.acts import Act, ActKind
from officer_app.core.assess import StampWish
from officer_app.core.export import Outcome
from officer_app.core.permit_state import State
from officer_app.core.ports import SignedIn, Unreachable
from officer_app.core.refusals import Refusal
from officer_app.store.errors import StoreError
from officer_app.sync.link import Link, LinkState, Pace
from officer_app.usecases.annul import annul
from officer_app.usecases.confirm_release import Released, confirm_release
from officer_app.usecases.reroute import Redirected, redirect
from officer_app.usecases.stamp import Stamped, stamp
from officer_app.usecases.steps import take_step
from officer_app.workstation.exchanging import exchange
from officer_app.workstation.opening import Workstation, now, open_workstation
from tests.chaos.transit_work import small_blocks, work

POSTS = ("CP-1", "CP-2")
PACE = Pace(every_s=0.4, failed_s=0.3, longest_s=1.0)
LONGEST_REST_S = 0.15
JUMPS_S = (0, 0, 3600, -3600, 86_400 * 30, -86_400 * 400)
REASON = "it is drawn so"


class Program:
    """One workstation at work."""

    def __init__(self, opened: Workstation, seed: int) -> None:
        self._chance = random.Random(seed)
        self._skew = timedelta(0)
        counter = replace(opened.counter, clock=lambda: now() + self._skew)
        self._opened = replace(opened, counter=counter)
        self._counter = counter
        self._rest = Event()

    def run(self) -> None:
        """Until somebody kills it."""
        central = self._opened.central
        if central is None:
            raise SystemExit("this workstation has no centre")
        people = {account.name: self._sign_in(account.name) for account in self._opened.officers.everyone()}
        link = Link(lambda: bool(exchange(self._opened, central).pushed), self._said, self._counter.clock, PACE)
        link.start()
        say({"ready": self._opened.settings.name})
        while True:
            if self._chance.random() < 0.03:
                self._skew = timedelta(seconds=self._chance.choice(JUMPS_S))
            try:
                self._work(people)
            except (StoreError, Unreachable) as error:
                say({"trouble": str(error)})
            link.wake()
            self._rest.wait(self._chance.uniform(0, LONGEST_REST_S))

    def _work(self, people: dict[str, SignedIn]) -> None:
        if self._opened.settings.desk == "transit":
            done, case = work(small_blocks(self._opened, self._counter), people, self._chance)
            self._answer(done, case)
            return
        numbers = [record.number for record in self._opened.mirror.listed("permit", 1000)]
        if not numbers:
            return
        number = self._chance.choice(numbers)
        if self._opened.settings.post:
            stamped = [each for each in numbers if self._opened.journal.permit_state(each).state is State.STAMPED]
            number = self._chance.choice(stamped or numbers)
            released = confirm_release(self._counter, people["malee"], number)
            self._answer(released.act if isinstance(released, Released) else released, number)
            return
        what = self._chance.choices((self._stamp, self._hold, self._annul, self._redirect), (10, 1, 2, 1))[0]
        self._answer(what(people, number), number)

    def _stamp(self, people: dict[str, SignedIn], number: str) -> Act | Refusal:
        own = int(number[-1]) % 2 == int(self._opened.settings.name[-1]) % 2
        if not own:
            # Two desks that cannot talk would give one permit two stamps, for two posts: nobody could prevent that.
            return Refusal("not_now", {"state": ""})
        done = stamp(self._counter, people["somchai"], number, StampWish(Outcome.GREEN, self._chance.choice(POSTS)))
        return done.act if isinstance(done, Stamped) else done

    def _hold(self, people: dict[str, SignedIn], number: str) -> Act | Refusal:
        kind = self._chance.choice((ActKind.HOLD, ActKind.UNHOLD, ActKind.UNHOLD))
        return take_step(self._counter, people["anong"], number, kind, REASON)

    def _annul(self, people: dict[str, SignedIn], number: str) -> Act | Refusal:
        return annul(self._counter, people["anong"], people["prasit"], number, REASON)

    def _redirect(self, people: dict[str, SignedIn], number: str) -> Act | Refusal:
        done = redirect(self._counter, people["anong"], number, self._chance.choice(POSTS), REASON)
        return done.act if isinstance(done, Redirected) else done

    def _sign_in(self, name: str) -> SignedIn:
        found = self._opened.officers.sign_in(name, os.environ["OFFICER_APP_PASSWORD"])
        if isinstance(found, Refusal):
            raise SystemExit(f"{name} cannot sign in: {found.code}")
        return found

    @staticmethod
    def _answer(done: Act | Refusal, number: str) -> None:
        if isinstance(done, Refusal):
            say({"refused": done.code, "permit": number})
        else:
            told = {"act": done.act_id, "kind": done.kind, "permit": number, "round": done.subject.round}
            say({**told, "granted_by": done.text("granted_by")})

    @staticmethod
    def _said(state: LinkState) -> None:
        say({"link": state.trouble})


def say(line: dict[str, object]) -> None:
    """One line, in one piece."""
    os.write(sys.stdout.fileno(), (json.dumps(line) + "\n").encode())


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    Program(open_workstation(Path(sys.argv[1])), int(sys.argv[2])).run()
