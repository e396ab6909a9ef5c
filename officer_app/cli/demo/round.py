"""The round itself, in the order of a working day: stamp, refuse, release once, lose the network and go on."""

import time
from pathlib import Path

from officer_app.cli.demo.desk import DemoDesk
from officer_app.cli.demo.narrator import DemoFailed, Narrator
from officer_app.cli.demo.town import Town
from officer_app.core.export import PermitState, State
from officer_app.core.records import CoreState, Line, Permit
from officer_app.sync.fault_proxy import Mode
from officer_app.viewmodels.view import Step

FINDINGS = "เปิดตรวจ 2 หีบห่อ ตรงตามสำแดง ดวงตราเรียบร้อย"
UNKNOWN_NUMBER = "9912Z9999999"
GARBAGE: tuple[tuple[str, bytes], ...] = (
    ("ขยะ / garbage bytes", b"\xff\xfe\x9c\x00\x81\r"),
    ("10 kB ไม่มีตัวจบ / 10 kB without an end", b"A" * 10_240 + b"\r"),
    ("ตัวอักษรไทย / Thai letters", "ฤจๅ/๑๒ๆไ".encode() + b"\r"),
    ("กรอบว่าง / an empty frame", b"\r"),
    ("อักขระควบคุม / control characters", b"99\x01\x1f11A\r"),
)


class Round:
    """Two desks, one centre. Every part looks first at what was done before: after a crash the round goes on."""

    def __init__(self, town: Town, inspection: DemoDesk, post: DemoDesk, narrator: Narrator, pictures: Path) -> None:
        self._town = town
        self._ce = inspection
        self._cp = post
        self._say = narrator
        self._pictures = pictures
        issued = [permit for permit in town.permits if permit.state == CoreState.ISSUED]
        self.greens = [permit for permit in issued if permit.line == Line.GREEN]
        self.reds = [permit for permit in issued if permit.order == "51"]
        self.xrays = [permit for permit in issued if permit.order == "XRAY"]

    def sign_in(self) -> None:
        """Both officers sign in at their windows."""
        self._say.step("เจ้าหน้าที่ลงชื่อเข้าใช้ทั้งสองเครื่อง", "the officers sign in at both workstations")
        self._ce.wait(lambda: self._town.stations["ce-1"].mirror.count("permit") > 0, "the first records")
        self._cp.wait(lambda: self._town.stations["cp-1"].mirror.count("permit") > 0, "the first records")
        self._ce.picture(self._pictures, "01-sign-in")
        for desk, name in ((self._ce, "somchai"), (self._cp, "malee")):
            if not desk.stage.sign_in(name, self._town.password, 30.0):
                raise DemoFailed(f"{desk.name}: {name} could not sign in")

    def stamp_greens(self, permits: list[Permit], picture: str = "") -> None:
        """Scan and stamp, one after the other."""
        for place, permit in enumerate(permits):
            if not self._waits(permit):
                continue
            self._ce.scan(permit.number)
            if place == 0 and picture:
                self._ce.picture(self._pictures, f"{picture}-found")
            self._stamp("F5", permit, "green")
            if place == 0 and picture:
                self._ce.picture(self._pictures, f"{picture}-stamped")

    def stamp_reds(self, permits: list[Permit]) -> None:
        """Inspect with findings, then stamp."""
        for place, permit in enumerate(permits):
            if not self._waits(permit):
                continue
            self._ce.scan(permit.number)
            self._ce.press("F6")
            self._ce.stage.type_text(FINDINGS)
            if place == 0:
                self._ce.picture(self._pictures, "04-red-findings")
            self._stamp("F6", permit, "red")
            if place == 0:
                self._ce.picture(self._pictures, "05-red-stamped")

    def stamp_xrays(self, permits: list[Permit]) -> None:
        """Send to X-ray, then record that it passed."""
        for place, permit in enumerate(permits):
            if not self._waits(permit):
                continue
            self._ce.scan(permit.number)
            # Sends it, or, where it was sent before a crash, asks for the result.
            self._ce.press("F7")
            self._ce.stage.type_text(f"XR-{place + 1:03d}")
            if place == 0:
                self._ce.picture(self._pictures, "06-xray")
            self._stamp("F7", permit, "xray")

    def refuse_garbage(self) -> None:
        """What no scanner should send is refused visibly and counted."""
        for place, (what, data) in enumerate(GARBAGE):
            self._ce.send_bytes(data, what)
            if place == 0:
                self._ce.picture(self._pictures, "07-garbage-refused")
            self._ce.acknowledge()
        counts = self._ce.stage.view().counts
        self._say.note(
            f"read {counts.read}, refused {counts.refused}, repeats {counts.repeats}, dropped {counts.dropped_total}"
        )

    def even_out(self) -> None:
        """Wait until the centre has everything and the post knows it."""
        journals = [station.journal for station in self._town.stations.values()]

        def even() -> bool:
            # Every act of both workstations has its place in the centre's feed, and both have read that far.
            acts = sum(journal.pushed_seq() + journal.queue().unsent for journal in journals)
            return all(journal.queue().unsent == 0 and journal.acts_cursor() == acts for journal in journals)

        self._ce.wait(even, "the exchange with the centre")

    def release(self, permits: list[Permit], picture: str = "") -> None:
        """Scan at the post and release."""
        for place, permit in enumerate(permits):
            if self._at_post(permit).state is State.RELEASED:
                continue
            self._cp.scan(permit.number)
            if place == 0 and picture:
                self._cp.picture(self._pictures, f"{picture}-found")
            self._release(permit)
            if place == 0 and picture:
                self._cp.picture(self._pictures, f"{picture}-released")

    def release_by_code(self, permit: Permit) -> None:
        """Scan the stamp's own signed code instead of the number."""
        state = self._at_post(permit)
        if state.state is not State.STAMPED or state.stamp is None:
            return
        token = self._town.stations["ce-1"].journal.token_of(state.stamp.act_id)
        self._cp.scan(token)
        self._release(permit)

    def refuse_at_post(self, released: Permit) -> None:
        """Each reason with its own sentence."""
        by_state = {state: [p for p in self._town.permits if p.state == state] for state in CoreState}
        cases = (
            ("already_released", released.number, "10-second-release"),
            ("not_stamped", self.greens[-1].number, "11-not-stamped"),
            ("cancelled", by_state[CoreState.CANCELLED][0].number, "12-cancelled"),
            ("unknown_number", UNKNOWN_NUMBER, "13-unknown"),
            ("already_loaded", by_state[CoreState.LOADED][0].number, ""),
            ("held", by_state[CoreState.HELD][0].number, "14-held"),
        )
        for code, number, picture in cases:
            self._cp.must_refuse(self._cp.scan(number), code, number)
            if picture:
                self._cp.picture(self._pictures, picture)
            self._cp.acknowledge()

    def work_through_outage(self, stamped: list[Permit], waiting: Permit) -> None:
        """The network is cut: the counter goes on, the post cannot release; then everything arrives."""
        self._town.proxy.cut()
        self._say.step(
            "ตัดเครือข่าย เคาน์เตอร์ทำงานต่อ จุดตรวจยังปล่อยไม่ได้",
            "the network is cut: the counter goes on, the post may not release",
        )
        self.stamp_greens(stamped)
        if self._at_post(waiting).state is State.STAMPED:
            self._cp.scan(waiting.number)
            self._cp.press("F5")
            self._cp.must_refuse(self._cp.settle("the claim's answer"), "no_right", waiting.number)
        # Silence takes both desks ten seconds to believe; a line that is torn is noticed at once.
        self._town.proxy.set_mode(Mode.RESET)
        self._ce.hear_of_outage()
        self._cp.hear_of_outage()
        self._cp.picture(self._pictures, "16-no-right")
        self._cp.acknowledge()
        unsent = self._town.stations["ce-1"].journal.queue().unsent
        self._say.note(f"ค้างส่ง {unsent} รายการ / {unsent} acts wait to be sent")
        self._ce.picture(self._pictures, "15-working-offline")
        self._town.proxy.restore()
        self._say.step(
            "เครือข่ายกลับมา ส่งข้อมูลครบ แล้วจึงปล่อย", "the network is back: everything is sent, then the release is granted"
        )
        self.even_out()
        self.release([waiting, *stamped[:1]])

    def show_english(self) -> None:
        """The same window in English, without a restart."""
        self._ce.press("F12")
        self._ce.picture(self._pictures, "17-english")
        self._ce.press("F12")

    def _stamp(self, key: str, permit: Permit, outcome: str) -> None:
        begun = time.perf_counter()
        view = self._ce.press(key)
        self._say.stamped_ms.append((time.perf_counter() - begun) * 1000)
        self._ce.must(view, Step.STAMPED, permit.number)
        stamp = self._state(permit).stamp
        if stamp is None or stamp.outcome != outcome:
            raise DemoFailed(f"{permit.number} was shown as stamped {outcome}, the journal says {stamp}")
        self._say.recorded(self._ce.name, permit.number, f"stamped_{outcome}", stamp.act_id)
        view = self._ce.settle("the slip")
        if view.printing != "printed":
            raise DemoFailed(f"{permit.number}: the slip was not made: {view.print_text}")
        self._say.count("slips")

    def _release(self, permit: Permit) -> None:
        self._cp.press("F5")
        view = self._cp.settle("the release")
        self._cp.must(view, Step.RELEASED, permit.number)
        release = self._at_post(permit).release
        if release is None:
            raise DemoFailed(f"{permit.number} was shown as released, the journal does not say so")
        self._say.recorded(self._cp.name, permit.number, "released", release.act_id)

    def _waits(self, permit: Permit) -> bool:
        return self._state(permit).state not in (State.STAMPED, State.RELEASED)

    def _state(self, permit: Permit) -> PermitState:
        return self._town.stations["ce-1"].journal.permit_state(permit.number)

    def _at_post(self, permit: Permit) -> PermitState:
        return self._town.stations["cp-1"].journal.permit_state(permit.number)
