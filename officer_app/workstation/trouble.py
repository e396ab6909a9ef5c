"""What the world did to us, as a code with a sentence: the outer of the two branches of errors (ours are bugs)."""


class Trouble(Exception):
    """The store, the centre, a device or a file will not do. `code`: the sentences under `trouble.`."""

    def __init__(self, code: str, /, **params: str) -> None:
        super().__init__(f"{code} {params}" if params else code)
        self.code = code
        self.params = params
