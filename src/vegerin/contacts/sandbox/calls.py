"""A filter of calls to the system (seccomp): what is not on the list ends the process that tries it.

The filter is a short program for the kernel's own machine (BPF; `man 2 seccomp`). It stands on Linux with
x86-64 or 64-bit ARM; elsewhere `forbid_all_but_a_few` says False.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys

# By name, so that the list can be read: numbers on x86-64 and on 64-bit ARM.
ALLOWED = {
    "write": (1, 64),  # only the pipe is open
    "munmap": (11, 215),
    "mremap": (25, 216),
    "brk": (12, 214),
    "madvise": (28, 233),
    "futex": (202, 98),
    "clock_gettime": (228, 113),
    "gettimeofday": (96, 169),
    "getrandom": (318, 278),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "rt_sigreturn": (15, 139),
    "exit": (60, 93),
    "exit_group": (231, 94),
}
UNLESS_IT_RUNS = {"mmap": (9, 222), "mprotect": (10, 226)}  # memory, but none that could be run
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column, audit name
NO_NEW_PRIVILEGES, SET_SECCOMP, BY_FILTER, DIE_WITH_PARENT, KILL = 38, 22, 2, 1, 9
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_ANY_BIT, _ANSWER = 0x20, 0x15, 0x35, 0x45, 0x06
_END_PROCESS, _ALLOW = 0x80000000, 0x7FFF0000
_NUMBER_AT, _MACHINE_AT, _PROTECTION_AT, _RUNS, _OTHER_TABLE = 0, 4, 32, 4, 0x40000000


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_void_p)]


def program_for(machine: str) -> bytes:
    """The filter for this kind of processor; empty where none is known."""
    if machine not in MACHINES:
        return b""
    column, audit_name = MACHINES[machine]
    plain = [numbers[column] for numbers in ALLOWED.values()]
    guarded = [numbers[column] for numbers in UNLESS_IT_RUNS.values()]
    count = len(plain) + len(guarded)
    steps = [
        (_LOAD, 0, 0, _MACHINE_AT),
        (_IF_EQUAL, 0, count + 2, audit_name),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_IF_AT_LEAST, count, 0, _OTHER_TABLE),
        *((_IF_EQUAL, count - at + 1, 0, number) for at, number in enumerate(guarded)),
        *((_IF_EQUAL, len(plain) - at, 0, number) for at, number in enumerate(plain)),
        (_ANSWER, 0, 0, _END_PROCESS),
        (_ANSWER, 0, 0, _ALLOW),
        (_LOAD, 0, 0, _PROTECTION_AT),
        (_IF_ANY_BIT, 0, 1, _RUNS),
        (_ANSWER, 0, 0, _END_PROCESS),
        (_ANSWER, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


_STEPS = program_for(os.uname().machine) if sys.platform == "linux" and sys.maxsize > 1 << 32 else b""
_BUFFER = ctypes.create_string_buffer(_STEPS, len(_STEPS) or 1)
_PROGRAM = _Program(len(_STEPS) // 8, ctypes.addressof(_BUFFER))
_KERNEL = ctypes.CDLL(None, use_errno=True)


def die_with_the_parent() -> None:
    """Where the kernel can: no child of ours outlives who asked it."""
    if sys.platform == "linux":
        _KERNEL.prctl(DIE_WITH_PARENT, KILL, 0, 0, 0)


def forbid_all_but_a_few() -> bool:
    """From here on only the calls above; False where that cannot be had."""
    if not _STEPS:
        return False
    _KERNEL.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return bool(_KERNEL.prctl(SET_SECCOMP, BY_FILTER, ctypes.byref(_PROGRAM), 0, 0) == 0)
