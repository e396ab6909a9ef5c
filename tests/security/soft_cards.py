"""Cards for tests: tokens of SoftHSM2, made in a folder, with a P-256 and an Ed25519 key."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

MODULES = (Path("/usr/lib/softhsm/libsofthsm2.so"), Path("/usr/lib64/pkcs11/libsofthsm2.so"))
PIN = "251199"
SO_PIN = "99112599"


def module() -> Path | None:
    """SoftHSM's PKCS#11 module; None where it is not installed."""
    return next((path for path in MODULES if path.exists()), None)


@dataclass(frozen=True)
class CardBox:
    """A folder of tokens. SOFTHSM2_CONF has to name `settings` before the module is loaded."""

    folder: Path

    @property
    def settings(self) -> Path:
        """SoftHSM's configuration."""
        return self.folder / "softhsm2.conf"

    @property
    def tokens(self) -> Path:
        """Where the tokens lie: a card is taken out by moving its folder away."""
        return self.folder / "tokens"

    def prepare(self) -> None:
        """An empty box."""
        self.tokens.mkdir(parents=True)
        self.settings.write_text(
            f"directories.tokendir = {self.tokens}\nobjectstore.backend = file\nlog.level = ERROR\n"
        )

    def card(self, label: str) -> None:
        """A new card with the keys `p256` and `ed25519`."""
        self._run("--init-token", "--free", "--label", label, "--so-pin", SO_PIN, "--pin", PIN)
        for number, name, key in (
            ("01", "p256", ec.generate_private_key(ec.SECP256R1())),
            ("02", "ed25519", ed25519.Ed25519PrivateKey.generate()),
        ):
            file = self.folder / f"{label}-{name}.pem"
            file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
            self._run("--import", str(file), "--token", label, "--label", name, "--id", number, "--pin", PIN)
            file.unlink()

    def _run(self, *words: str) -> None:
        env = {**os.environ, "SOFTHSM2_CONF": str(self.settings)}
        subprocess.run(["softhsm2-util", *words], check=True, capture_output=True, env=env)
