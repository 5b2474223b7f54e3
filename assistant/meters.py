"""What work costs beside time: energy where the processor counts it, instructions where the kernel lets one count.

Both are Linux's. Energy is RAPL's, of Intel and AMD processors (`powercap`; readable by root only on most systems);
instructions come from `perf_event_open`, on any processor with counters that is not a virtual machine's. Where there is
none, `open` gives None: nothing here raises.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from pathlib import Path

POWERCAP = Path("/sys/class/powercap")

INSTRUCTIONS = (0, 1)
"""Type and number of the event: PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS."""
_CALLS = {"x86_64": 298, "aarch64": 241, "armv7l": 364, "armv6l": 364}
"""Number of the system call `perf_event_open`, by machine."""
_ATTR_BYTES = 128
_FLAGS_AT, _ONLY_USER = 40, 0b1100000
"""Where `perf_event_attr` has its flags; exclude_kernel and exclude_hv, which need no rights."""


class EnergyCounter:
    """Joules of all processor packages of this machine, whoever uses them."""

    def __init__(self, zones: list[Path]) -> None:
        self._zones = zones
        self._before = self._read()

    @classmethod
    def open(cls, folder: Path = POWERCAP) -> EnergyCounter | None:
        """The machine's packages; None where there is none that may be read."""
        try:
            zones = [zone for zone in sorted(folder.glob("intel-rapl:*")) if zone.name.count(":") == 1]
            return cls(zones) if zones else None
        except (OSError, ValueError):
            return None

    def spent(self) -> float:
        """Joules since this was asked last, or since it was opened; counters that began anew are followed.

        Raises OSError where a counter has gone.
        """
        before, self._before = self._before, self._read()
        used = 0
        for zone, old, new in zip(self._zones, before, self._before, strict=True):
            whole = int((zone / "max_energy_range_uj").read_text()) if new < old else 0
            used += new - old + whole
        return used / 1e6

    def _read(self) -> list[int]:
        return [int((zone / "energy_uj").read_text()) for zone in self._zones]


class InstructionCounter:
    """Instructions of the thread that opened it, outside the kernel; the model runs in its caller's thread."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._before = self._read()

    @classmethod
    def open(cls, event: tuple[int, int] = INSTRUCTIONS) -> InstructionCounter | None:
        """Begin to count; None where the kernel, the processor or a virtual machine does not."""
        call = _CALLS.get(platform.machine())
        if call is None or platform.system() != "Linux":
            return None
        attributes = bytearray(_ATTR_BYTES)
        kind, number = event
        struct.pack_into("IIQ", attributes, 0, kind, _ATTR_BYTES, number)
        struct.pack_into("Q", attributes, _FLAGS_AT, _ONLY_USER)
        buffer = (ctypes.c_char * _ATTR_BYTES).from_buffer(attributes)
        try:
            file = ctypes.CDLL(None, use_errno=True).syscall(call, buffer, 0, -1, -1, 0)
            return cls(file) if file >= 0 else None
        except (OSError, AttributeError):
            return None

    def spent(self) -> int:
        """Instructions since this was asked last, or since it was opened. Raises OSError after `close`."""
        before, self._before = self._before, self._read()
        return self._before - before

    def close(self) -> None:
        """Count no more."""
        os.close(self._file)

    def _read(self) -> int:
        (value,) = struct.unpack("Q", os.read(self._file, 8))
        return int(value)
