"""What `nvidia-smi` says of a card: before this process has a context on it, and beside it."""

from __future__ import annotations

import subprocess
from typing import NamedTuple, Optional

MIB = 2**20


class CoTenant(NamedTuple):
    pid: int
    used_bytes: int


class Card(NamedTuple):
    uuid: str
    driver: str
    used_bytes: int


def query_card(uuid_or_index: str) -> Optional[Card]:
    """None where there is no `nvidia-smi` or it does not know the card."""
    rows = _rows(["--query-gpu=uuid,driver_version,memory.used", f"--id={uuid_or_index}"])
    return Card(rows[0][0], rows[0][1], int(rows[0][2]) * MIB) if rows else None


def query_co_tenants(uuid: str, own_pid: int) -> list[CoTenant]:
    """Other processes on the card. In a container their numbers may be hidden, and then so are they."""
    rows = _rows(["--query-compute-apps=gpu_uuid,pid,used_memory"])
    return [
        CoTenant(int(pid), int(used) * MIB)
        for card, pid, used in rows
        if card == uuid and used.isdigit() and int(pid) != own_pid
    ]


def _rows(arguments: list[str]) -> list[list[str]]:
    try:
        done = subprocess.run(
            ["nvidia-smi", *arguments, "--format=csv,noheader,nounits"],
            capture_output=True, text=True, timeout=20, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return []
    return [[cell.strip() for cell in line.split(",")] for line in done.stdout.splitlines() if line.strip()]
