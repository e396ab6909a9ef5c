# hidapi's Cython module has no types; what is used of it, as its 0.15.0 sources say.
from typing import Protocol, TypedDict

class DeviceInfo(TypedDict):
    path: bytes
    vendor_id: int
    product_id: int
    serial_number: str | None
    manufacturer_string: str | None
    product_string: str | None
    usage_page: int
    usage: int
    interface_number: int

class _Device:
    def open_path(self, path: bytes) -> None: ...
    def read(self, max_length: int, timeout_ms: int = 0) -> list[int]: ...
    def get_report_descriptor(self, max_length: int = 4096) -> list[int]: ...
    def close(self) -> None: ...

class _Enumerate(Protocol):
    def __call__(self, vendor_id: int = 0, product_id: int = 0) -> list[DeviceInfo]: ...

device = _Device

# The only other name that is used: hid.enumerate, which a module of ours could not define without hiding the builtin.
def __getattr__(name: str) -> _Enumerate: ...
