"""The first load of the mirror from a signed snapshot: part by part, each checked, resumed after a cut."""

import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from officer_app.core.ports import Central, Hello, Journal
from officer_app.core.snapshots import BadSnapshot, Manifest, read_manifest, unpack
from officer_app.security import file_key
from officer_app.security.keys import verify
from officer_app.security.sealed_lines import LineSeal, Unsealable
from officer_app.store.errors import StoreError
from officer_app.store.mirror import CONTACT, SqliteMirror
from officer_app.workstation.whole_files import write_whole

PINNED = "snapshot_key"
"""Under this name the journal keeps the public key (hex) that signs the site's snapshots: given at enrolment, or that
of the first snapshot that came over the proven line."""
END_OF_FEED = 2**62
WORTH_IT = 2000
"""So many places behind a snapshot the mirror has to be before loading it beats pulling what is new."""
STORE_BATCH = 500

OnPart = Callable[[int, int], None]
"""Hears how many parts are done, of how many."""

log = logging.getLogger(__name__)


@dataclass
class FirstLoad:
    """Called with the centre's hello before records are pulled; gives how many records it brought.

    They are written into a file beside the mirror, which then takes its place at once: until then, and wherever this is
    cut short, the mirror is as it was.
    A snapshot that is half or forged is not used: `refused` says why, the mirror stays as it was, and pulling goes on.
    """

    folder: Path
    journal: Journal
    mirror: SqliteMirror
    central: Central
    key_file: Path
    on_part: OnPart = lambda done, parts: None
    refused: str = field(default="", init=False)
    _seal: LineSeal = field(init=False, repr=False)

    def __call__(self, hello: Hello) -> int:
        """Raises Unreachable: what was fetched until then is kept, and the next call goes on from there."""
        newest = self.central.digest("records", END_OF_FEED)
        if newest is None or newest.place - self.mirror.records_cursor() < self._worth_it():
            return 0
        offer = self.central.snapshot()
        if offer is None:
            return 0
        try:
            manifest = self._believed(offer.manifest, offer.signature)
            behind = manifest.place - self.mirror.records_cursor()
            if manifest.epoch != hello.feed_epoch or behind < self._worth_it():
                return 0
            self._seal = LineSeal(file_key.load(self.key_file))
            self._fetch(manifest)
            brought = self._load(manifest)
        except BadSnapshot as error:
            self.refused = str(error)
            log.info("the snapshot is not used: %s", error)
            brought = 0
        shutil.rmtree(self.folder, ignore_errors=True)
        return brought

    def _worth_it(self) -> int:
        return 1 if self.mirror.records_cursor() == 0 else WORTH_IT

    def _believed(self, data: bytes, signature: bytes) -> Manifest:
        manifest = read_manifest(data)
        pinned = self.journal.value(PINNED)
        if pinned not in ("", manifest.public_key):
            raise BadSnapshot("the snapshot is signed with another key than the site's")
        try:
            key = bytes.fromhex(manifest.public_key)
        except ValueError as error:
            raise BadSnapshot("the snapshot names no key") from error
        if not verify(key, data, signature):
            raise BadSnapshot("the signature of the snapshot is wrong")
        if manifest.site != self.journal.station.site:
            raise BadSnapshot(f"the snapshot is of site {manifest.site}")
        if not pinned:
            self.journal.keep_value(PINNED, manifest.public_key)
        return manifest

    def _file(self, manifest: Manifest, part: int) -> Path:
        # Named by the manifest's own digest: no text from outside becomes a path.
        name = sha256(manifest.snapshot_id.encode()).hexdigest()[:16]
        return self.folder / f"{name}-{part}.part"

    def _kept(self, manifest: Manifest, part: int) -> bytes:
        """A part that was fetched before; empty where it was not, or is not whole."""
        file = self._file(manifest, part)
        try:
            return self._seal.open(file.read_text(encoding="ascii"), file.name)
        except (OSError, Unsealable, UnicodeDecodeError):
            return b""

    def _fetch(self, manifest: Manifest) -> None:
        """All parts onto the disk, before the first one is used; what is here already is not fetched again."""
        for part, digest in enumerate(manifest.parts, start=1):
            if sha256(self._kept(manifest, part)).hexdigest() != digest:
                content = self.central.snapshot_part(manifest.snapshot_id, part)
                if sha256(content).hexdigest() != digest:
                    raise BadSnapshot(f"part {part} of {len(manifest.parts)} is not what the manifest says")
                file = self._file(manifest, part)
                write_whole(file, self._seal.seal(content, file.name).encode())
            self.on_part(part, len(manifest.parts))

    def _load(self, manifest: Manifest) -> int:
        """Begun again after a cut it goes on in the file that it had begun to fill. Raises StoreError."""
        # Read through before any of it is stored: a part that is rightly signed may still not be of this version.
        for part, digest in enumerate(manifest.parts, start=1):
            unpack(self._kept(manifest, part), digest)
        fresh = self.mirror.begin_fresh(f"{manifest.epoch} {manifest.snapshot_id}")
        try:
            if fresh.feed_epoch() != manifest.epoch:
                fresh.restart_feed(manifest.epoch)
                # How old the data are is known as before, until all that is newer has been pulled.
                fresh.keep_value(CONTACT, self.mirror.value(CONTACT))
            brought = self._fill(fresh, manifest)
            while fresh.index_some():
                pass
            self.mirror.replace_with(fresh)
        except StoreError as error:
            if error.code != "disk_low":
                raise
            # No room for two: into the mirror itself. Stopped anywhere, what is here is what pulling would have left.
            log.info("the mirror is loaded in its place: the disk has no room for two")
            fresh.close()
            self.mirror.begin_fresh().discard()
            return self._fill(self.mirror, manifest)
        finally:
            fresh.close()
        return brought

    def _fill(self, mirror: SqliteMirror, manifest: Manifest) -> int:
        """Records in the order of the feed, from where the mirror is."""
        brought = 0
        for part, digest in enumerate(manifest.parts, start=1):
            place = mirror.records_cursor()
            entries = [entry for entry in unpack(self._kept(manifest, part), digest) if entry.feed_seq > place]
            for start in range(0, len(entries), STORE_BATCH):
                mirror.apply(entries[start : start + STORE_BATCH])
            brought += len(entries)
        return brought
