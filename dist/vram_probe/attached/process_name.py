"""What this process is called among all of its run, on whichever machine and in whichever container."""

from __future__ import annotations

import os
import platform
import re


def process_name() -> str:
    """`gpu-01.9c2e1f7a-4026531836.1234`, as src/probe/process-name.ts reads it: two nodes may have a process of one number."""
    host = re.sub(r"[^A-Za-z0-9.-]", "_", platform.node())[:64] or "_"
    return f"{host}.{_space()}.{os.getpid()}"


def _space() -> str:
    """Within which a number is one process's own: the kernel that was booted, and the namespace of numbers. "0" where
    the system does not say. Source: proc_sys_kernel(5), boot_id; namespaces(7), /proc/PID/ns.
    """
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            boot = file.read(8)
        return f"{boot}-{re.sub('[^0-9]', '', os.readlink('/proc/self/ns/pid'))}"
    except OSError:
        return "0"
