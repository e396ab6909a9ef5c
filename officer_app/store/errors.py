"""What can be wrong with the local store, each a code that has a sentence."""

from officer_app.core.refusals import NotRecorded


class StoreError(NotRecorded):
    """The store cannot be used as it is. `code`: see the sentences under `store.` in the catalogue."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail
