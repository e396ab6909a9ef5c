"""Fuzz target: bytes as no scanner should send them, through framing, decoding, recognition and the doctor's guess.

    python -m tests.fuzz.scan_path 60          # seconds; prints the seed, so that a failure can be had again

Each round takes real scans and spoils them: bits flipped, pieces doubled, cut, shuffled, controls put in. Nothing may
raise, nothing may be held beyond its limit, and a clean scan after all of it has to be read.
"""

import contextlib
import random
import sys
import time

from officer_app.core.commands import read_code
from officer_app.core.numbers import Reading, Unreadable, recognise
from officer_app.core.scanner_guess import Chunk, guess
from officer_app.core.scanner_setup import Terminator, setup_of
from officer_app.devices.decoding import decode
from officer_app.devices.framing import Dropped, Frame, Framed, Framer, framing_of
from officer_app.devices.hid_reports import BadDescriptor, ReportCutter, layout_of

SEEDS = (
    b"9911A0000001\r",
    b"]C0A0121991100123\r\n",
    b"\x02TEXU9900011\x03",
    b"*21799900011*\t",
    b"]Q2\\000026OA1:6BF+70790T9WJWG.FKY*4GO0\r",
    b"|099400016301100\r10A0121991100123\r0000099900014\r100000\r",
    "2กข 1234\r".encode("cp874"),
    "๑๒๓๔A๐๐๐๐๐๐๑\n".encode(),
    b"OC1:SG0750ZST73NT\r",
    bytes(range(256)),
)
CLEAN = "9911A0000001"
"""What is scanned after each spoiled stream: it has to be read."""
LIMIT = 256


def spoil(data: bytes, dice: random.Random) -> bytes:
    """`data` with something wrong with it."""
    at, end = sorted(dice.randrange(len(data) + 1) for _ in range(2))
    middle = bytearray(data[at:end])
    match dice.randrange(6):
        case 0:
            middle *= dice.randrange(4)
        case 1 if middle:
            middle[dice.randrange(len(middle))] ^= 1 << dice.randrange(8)
        case 2:
            middle.insert(dice.randrange(len(middle) + 1), dice.randrange(256))
        case 3:
            dice.shuffle(middle)
        case 4:
            middle += dice.choice(SEEDS)
        case _:
            middle = bytearray(dice.randbytes(dice.randrange(64)))
    return data[:at] + bytes(middle) + data[end:]


def follow(framed: list[Framed]) -> list[str]:
    """Each frame goes all the way; gives the numbers that came of them."""
    numbers = list[str]()
    for one in framed:
        text = decode(one.data) if isinstance(one, Frame) else one
        if isinstance(text, Dropped):
            assert text.excerpt.isprintable() or not text.excerpt
            continue
        reading = recognise(text.text)
        assert isinstance(reading, Reading | Unreadable)
        if isinstance(reading, Reading):
            numbers.append(reading.number)
        read_code(text.text)
    return numbers


def one_round(dice: random.Random) -> list[str]:
    """One spoiled stream, in pieces, through everything; gives the number of the clean scan behind it."""
    data = b"".join(dice.choice(SEEDS) for _ in range(dice.randrange(1, 4)))
    for _ in range(dice.randrange(1, 6)):
        data = spoil(data, dice)
    setup = setup_of("fuzz", {"terminator": str(dice.choice(list(Terminator))), "longest": LIMIT})
    framer, reports, at = Framer(framing_of(setup)), ReportCutter(limit=LIMIT), 0.0
    chunks = []
    while data:
        size = dice.randrange(1, 80)
        piece, data = data[:size], data[size:]
        at += dice.choice((0.0, 0.001, 0.1, 2.0))
        chunks.append(Chunk(at, piece))
        follow(framer.feed(piece, at))
        follow(reports.feed(piece, at))
    assert guess(chunks).advice
    follow(framer.flush(at + 100))
    with contextlib.suppress(BadDescriptor):
        layout_of(b"".join(chunk.data for chunk in chunks))
    good = Framer(framing_of(setup_of("fuzz", {})))
    follow(good.feed(b"\x02", 0.0))
    return follow(good.feed(f"{CLEAN}\r".encode(), 0.1))


def main(seconds: float, seed: int) -> int:
    """Rounds until the time is over; gives how many."""
    dice, rounds = random.Random(seed), 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert one_round(dice) == [CLEAN]
        rounds += 1
    return rounds


if __name__ == "__main__":
    chosen = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(2**32)
    print(f"seed {chosen}")
    print(f"{main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0, chosen)} rounds")
