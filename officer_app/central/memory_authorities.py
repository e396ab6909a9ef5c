"""Who grants the releases of a post at the simulated centre: epochs, moves, seats. The caller holds the turn."""

from dataclasses import asdict, dataclass, field, replace

from officer_app.central.administration import NotMoved
from officer_app.central.memory_feed import Feed
from officer_app.core.acts import Act, format_time
from officer_app.core.ports import Decision
from officer_app.core.rights import PENDING_KIND, Authority, authority_number, pending_number
from officer_app.core.rights import RECORD_KIND as AUTHORITY
from officer_app.core.roles import name_key

Key = tuple[str, int, str]
"""Permit, round and the stamp withdrawn (empty: its release)."""
SECOND_SEAT = "second_seat"


@dataclass(frozen=True)
class Head:
    """A workstation: its post, and its acts with the reason for each that was refused."""

    post: str
    kept: tuple[tuple[Act, str], ...] = ()


@dataclass(frozen=True)
class Seat:
    """A place that a workstation speaks from. `word`: what only the one that was here last knows; `epoch`: of the
    feed when it said so.
    """

    name: str
    word: str
    epoch: str


@dataclass(frozen=True)
class HandedBack:
    """An authority's last word of its epoch: how many decisions it had made, and which server that was."""

    decisions: int = 0
    server: str = ""


@dataclass
class Authorities(Feed):
    """The authorities of all posts, and what they have to respect. `post`: this is that post's own server."""

    beyond: int = 0
    decisions: dict[Key, Decision] = field(default_factory=dict)
    authorities: dict[str, Authority] = field(default_factory=dict)
    past: dict[tuple[str, int], Authority] = field(default_factory=dict)
    handed: dict[tuple[str, int], HandedBack] = field(default_factory=dict)
    told: dict[tuple[str, str], int] = field(default_factory=dict)
    """How many decisions of a post's server are known, by post and server."""
    stations: dict[str, Head] = field(default_factory=dict)
    seats: dict[str, tuple[Seat, ...]] = field(default_factory=dict)
    fenced: str = ""
    """The epoch of this post's server under which two officers let it go on."""

    def authority(self, post: str) -> Authority:
        """Who grants for `post`."""
        return self.authorities.get(post, Authority(post))

    def move(self, post: str, kind: str, holder: str) -> int:
        """A regular move; raises NotMoved."""
        known = self.authority(post)
        waits = self._still_holds(known)
        if waits and (known.kind, known.holder) == (kind, holder):
            return known.epoch
        if self.recovering or waits:
            why, name = ("recovering", post) if self.recovering else (waits, known.holder)
            raise NotMoved(f"the right of post {post} cannot be moved", why, name)
        if not self._known_holder(post, kind, holder):
            raise NotMoved(f"there is no {kind} of the name {holder} for post {post}", "no_such_holder", holder)
        if kind == "workstation" and self._is_doubled(holder):
            raise NotMoved(f"{holder} speaks from two machines", "second_seat", holder)
        return self._next(post, kind, holder, "")

    def take_seat(self, station: str, name: str, word: str, fresh: str) -> bool:
        """See core.ports.Central.take_seat."""
        known = self.seats.get(station, ())
        here = next((each for each in known if each.name == name), None)
        if here is None:
            self.seats[station] = (*known, Seat(name, fresh, self.epoch))
            if not known:
                self._seat_authorities(station, name)
            elif not self.post:
                evidence = {"station": station, "seat": name, "before": known[-1].name}
                self.open_case(f"{SECOND_SEAT}:{station}:{len(known) + 1}", SECOND_SEAT, station, evidence)
            return True
        if here.epoch == self.epoch and here.word not in (word, fresh):
            return False
        now = Seat(name, fresh, self.epoch)
        self.seats[station] = tuple(now if each is here else each for each in known)
        return True

    def hand_back(self, post: str, epoch: int) -> int:
        """The post's own server grants no more under `epoch`."""
        if self.authority(post).epoch < epoch:
            self.authorities[post] = Authority(post, epoch, "post", post)
        return self.handed.setdefault((post, epoch), HandedBack(len(self.decisions), self.epoch)).decisions

    def feed_authority(self, post: str) -> None:
        """Tell who grants, after every claim whose act has not come."""
        here = {act.act_id for act in self.acts}
        for made in self.decisions.values():
            if made.act_id not in here:
                doc = {**asdict(made), "at": format_time(made.at)}
                self.feed(PENDING_KIND, pending_number(made.permit, made.round, made.withdrawn), doc)
        self.feed(AUTHORITY, authority_number(post), asdict(self.authority(post)))

    def hear_at_post(self, station: str, act: Act) -> None:
        """What a post's own server learns of its lanes' acts: epochs that are over, also where it forgot them."""
        epoch = act.fields.get("epoch")
        if act.subject.number != self.post or not isinstance(epoch, int) or self.stations[station].post != self.post:
            return
        if act.kind == "authority_handed_back":
            self.handed.setdefault((self.post, epoch), HandedBack())
        elif act.text("server") == self.epoch and two_people(act):
            self.handed.setdefault((self.post, epoch), HandedBack())
            self.fenced = self.epoch

    def hear_hand_back(self, station: str, act: Act) -> str:
        """The last act of an epoch; why it is refused, or empty."""
        post, epoch = act.subject.number, act.fields.get("epoch")
        if not isinstance(epoch, int) or (post, epoch) not in self.past:
            return "stale_epoch"
        ended = self.past[post, epoch]
        stands = self.stations[station].post == post
        own = ended.kind == "workstation" and ended.holder == station and act.text("seat") == ended.seat
        if not own and not (ended.kind == "post" and stands):
            return "stale_epoch"
        decided = act.fields.get("decisions")
        last = HandedBack(decided if isinstance(decided, int) else 0, act.text("server"))
        self.handed.setdefault((post, epoch), last)
        return ""

    def hear_forced(self, act: Act) -> str:
        """Two people take the right; why it is refused, or empty."""
        post, kind, holder = act.subject.number, act.text("kind"), act.text("holder")
        known = self.authority(post)
        if not two_people(act):
            return "second_needed"
        if act.fields.get("epoch") != known.epoch:
            return "stale_epoch"
        if not self._known_holder(post, kind, holder):
            return "no_such_holder"
        epoch = self._next(post, kind, holder, act.act_id)
        evidence = {"act": act.act_id, "from": f"{known.kind} {known.holder}", "to": f"{kind} {holder}"}
        self.open_case(f"forced_move:{post}:{epoch}", "forced_move", post, evidence)
        return ""

    def _next(self, post: str, kind: str, holder: str, forced: str) -> int:
        epoch = max(self.authority(post).epoch, self.beyond) + 1
        seats = self.seats.get(holder, ()) if kind == "workstation" else ()
        made = Authority(post, epoch, kind, holder, len(self.acts), forced, seat=seats[-1].name if seats else "")
        self.authorities[post] = self.past[post, epoch] = made
        self.feed_authority(post)
        return epoch

    def _seat_authorities(self, station: str, name: str) -> None:
        """What was given to a workstation before it was ever heard is its first seat's."""
        for post, known in list(self.authorities.items()):
            if (known.kind, known.holder, known.seat) == ("workstation", station, ""):
                self.authorities[post] = self.past[post, known.epoch] = replace(known, seat=name)
                self.feed_authority(post)

    def _is_doubled(self, station: str) -> bool:
        return any(
            case.kind == SECOND_SEAT and case.subject == station and case.is_open for case in self.cases.values()
        )

    def _still_holds(self, known: Authority) -> str:
        if known.kind == "centre":
            return ""
        last = self.handed.get((known.post, known.epoch))
        if last is None:
            return "not_handed_back"
        missing = known.kind == "post" and last.decisions > self.told.get((known.post, last.server), 0)
        return "decisions_missing" if missing else ""

    def _known_holder(self, post: str, kind: str, holder: str) -> bool:
        if kind == "centre":
            return holder == "centre"
        if kind == "post":
            return holder == post
        return kind == "workstation" and holder in self.stations and self.stations[holder].post in ("", post)


def two_people(act: Act) -> bool:
    """Whether the act names two different officers and a reason."""
    names = (act.officer, act.text("second"))
    return bool(all(map(str.strip, (*names, act.text("reason")))) and name_key(names[0]) != name_key(names[1]))
