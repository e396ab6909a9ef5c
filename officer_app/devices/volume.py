"""Volume: our own sounds made quieter, so that every player of every system can do it."""

import io
import sys
import tempfile
import wave
from array import array
from pathlib import Path

LOUDEST = 100


def quieter(sound: bytes, percent: int) -> bytes:
    """A WAV file of 16 bits a sample at `percent` (0 to 100) of its loudness. Raises wave.Error for any other."""
    with wave.open(io.BytesIO(sound)) as source:
        about = source.getparams()
        samples = array("h", source.readframes(about.nframes))
    if about.sampwidth != samples.itemsize:
        raise wave.Error("16 bits a sample are needed")
    if sys.byteorder == "big":
        samples.byteswap()
    scaled = array("h", (sample * percent // LOUDEST for sample in samples))
    if sys.byteorder == "big":
        scaled.byteswap()
    made = io.BytesIO()
    with wave.open(made, "wb") as target:
        target.setparams(about)
        target.writeframes(scaled.tobytes())
    return made.getvalue()


class Sounds:
    """A folder of sounds at a volume, in `folder`; the quieter ones are written beside, and removed by `close`."""

    def __init__(self, folder: Path, percent: int) -> None:
        self._loud = folder
        self._made: list[tempfile.TemporaryDirectory[str]] = []
        self.folder = folder
        self.set_volume(percent)

    def set_volume(self, percent: int) -> None:
        """Play at `percent` (0 to 100) from the next sound on; one that is being played still has its file."""
        self.folder = self._loud if percent >= LOUDEST else self._written(max(0, percent))

    def _written(self, percent: int) -> Path:
        self._made.append(tempfile.TemporaryDirectory(prefix="sounds-"))
        folder = Path(self._made[-1].name)
        for sound in self._loud.glob("*.wav"):
            (folder / sound.name).write_bytes(quieter(sound.read_bytes(), percent))
        return folder

    def close(self) -> None:
        """Remove what was written."""
        for made in self._made:
            made.cleanup()
