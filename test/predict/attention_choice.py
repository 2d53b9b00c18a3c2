"""Asks which attention kernel a card would take: reads a JSON list of cases, writes a JSON list of backends."""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src" / "probe"))

import torch  # noqa: E402

from vram_probe.tracing.attention import choose  # noqa: E402
from vram_probe.tracing.target import Target  # noqa: E402


def backend(case):
    target = Target("a card", tuple(case["capability"]), 108, 0)
    dtype = getattr(torch, case["dtype"])
    grad = case.get("training", True)
    (n, h, length, width), (key_heads, keys), value_width = case["query"], case["key"], case.get("value_width")
    q = torch.empty(n, h, length, width, dtype=dtype, device="meta", requires_grad=grad)
    k = torch.empty(n, key_heads, keys, width, dtype=dtype, device="meta")
    v = torch.empty(n, key_heads, keys, value_width or width, dtype=dtype, device="meta")
    mask = torch.empty(length, keys, dtype=dtype, device="meta") if case.get("mask") else None
    return choose(
        target, q, k, v, mask, case.get("dropout", 0.0), case.get("causal", False), key_heads != h, tuple(case["release"])
    )


json.dump([backend(case) for case in json.load(sys.stdin)], sys.stdout)
sys.stdout.flush()
os._exit(0)  # as the probe: libraries crash while they are taken apart
