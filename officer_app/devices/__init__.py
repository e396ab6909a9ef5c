"""Scanners, printers and sounds: bytes in, one callback out."""
