"""Files from outside: read into reference records or refused with a sentence."""
