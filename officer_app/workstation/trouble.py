"""What the world did to us, as a code with a sentence: the outer of the two branches of errors (ours are bugs)."""

from officer_app.store.errors import StoreError


class Trouble(Exception):
    """The store, the centre, a device or a file will not do. `code`: the sentences under `trouble.`."""

    def __init__(self, code: str, /, **params: str) -> None:
        super().__init__(f"{code} {params}" if params else code)
        self.code = code
        self.params = params


def store_trouble(error: StoreError) -> Trouble:
    """The trouble that a store's error is."""
    return Trouble(error.code, detail=error.detail)
