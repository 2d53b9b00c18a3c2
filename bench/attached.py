"""What the attached probe costs: the same step with it and without it, in turns; processor time. Prints JSON.

There is no card here. What the probe does on the host for one is its own code; only the allocator's statistics are a
stand-in, which makes anew what `torch.cuda.memory_stats_as_nested_dict()` gives.
"""

import contextlib
import json
import os
import statistics
import sys
import tempfile
import time

import torch
from torch import nn

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../src/probe"))

from vram_probe.attached import on_card  # noqa: E402
from vram_probe.attached import session as attached  # noqa: E402
from vram_probe.attached.answers import Answers  # noqa: E402
from vram_probe.attached.counted import Counted  # noqa: E402
from vram_probe.attached.guard import Guard, GuardedWatcher  # noqa: E402
from vram_probe.attached.hooks import Hooks  # noqa: E402

POOLS = ("all", "small_pool", "large_pool")
VALUES = ("current", "peak", "allocated", "freed")
STATISTICS = (
    "allocation", "segment", "active", "inactive_split", "allocated_bytes", "reserved_bytes", "active_bytes",
    "inactive_split_bytes", "requested_bytes",
)  # fmt: skip
COUNTERS = ("num_alloc_retries", "num_ooms", "num_sync_all_streams", "num_device_alloc", "num_device_free", "max_split_size")
"""As THCPModule_memoryStats makes them. Source: torch/csrc/cuda/Module.cpp."""


class Statistics:
    """Of an allocator that does nothing: a peak that is the same in each step."""

    def memory_stats_as_nested_dict(self):
        stats = {name: {pool: dict.fromkeys(VALUES, 2**30) for pool in POOLS} for name in STATISTICS}
        stats.update(dict.fromkeys(COUNTERS, 0), oversize_allocations=dict.fromkeys(VALUES, 0), oversize_segments=dict.fromkeys(VALUES, 0))
        return stats

    def reset_peak_memory_stats(self):
        pass


class OnNoCard(on_card.OnCard):
    """All of it but what asks the driver, once at the start and once at the end."""

    def __init__(self, found, guard):
        self._cuda, self._found = Statistics(), found
        self._peaks = on_card.Peaks(self._cuda, found, first_step=0, device_type="cpu")
        self._recording, self._hooks, self._hooked_at, self._last_step = None, [], 0, 0
        self._gradient_came = guard.around(self._peaks.gradient)


class Nobody(Answers):
    """Reads nothing. Whether the answers are awaited is looked at as in a run."""

    def send(self, kind, content):
        pass


def fail(error):
    raise error


class Training:
    """Of as many modules and parameters as GPT-2 has: 12 layers, and 148 tensors in about 180 modules."""

    def __init__(self, width, tokens):
        torch.manual_seed(0)
        layer = nn.TransformerEncoderLayer(width, max(width // 64, 1), 4 * width, activation="gelu", batch_first=True, norm_first=True)
        layers = nn.TransformerEncoder(layer, 12, nn.LayerNorm(width), enable_nested_tensor=False)
        self.model = nn.Sequential(nn.Embedding(512, width), layers, nn.Linear(width, 512))
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=1e-4)
        self.tokens = torch.randint(512, (1, tokens))

    def step(self):
        self.optimizer.zero_grad()
        loss = nn.functional.cross_entropy(self.model(self.tokens).flatten(0, 1), self.tokens.flatten())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()


def endless_session(folder, guard, observer_of):
    """Of a run in `folder` that is not over."""
    with open(os.path.join(folder, "request.json"), "w", encoding="utf-8"):
        pass
    session = attached.Session({"warmup": 2, "steps": 10**9, "cards": [], "explain": False}, Nobody(folder), None, guard)
    session._observer = observer_of(session._found, guard)
    return session


def counting(session):
    """On the CPU every operator of the watched step is followed, and none of the other."""
    return getattr(session._observer, "_counter", contextlib.nullcontext())


def paired(width, tokens, pairs, observer_of):
    """Seconds of a step without the probe, and what it takes more with it."""
    plain, watched = Training(width, tokens), Training(width, tokens)
    folder, guard = tempfile.TemporaryDirectory(), Guard(fail)
    session = endless_session(folder.name, guard, observer_of)
    session._observer.leave()
    without, with_probe = [], []
    for pair in range(pairs + 3):
        for probe in (False, True) if pair % 2 else (True, False):
            if probe:
                with Hooks(GuardedWatcher(session, guard)), counting(session):
                    took = seconds(watched.step)
            else:
                took = seconds(plain.step)
            if pair >= 3:  # the first make the optimizer's state and the caches
                (with_probe if probe else without).append(took)
    return {
        "modules": sum(1 for _ in plain.model.modules()),
        "parameters": sum(1 for _ in plain.model.parameters()),
        "step_s": fast(without),
        "probe_s": fast(with_probe) - fast(without),
        "median_probe_s": statistics.median(b - a for a, b in zip(without, with_probe)),
        "pairs": pairs,
    }


def fast(times):
    """A tenth are faster: what others do on the machine meanwhile makes steps slower and never faster."""
    return sorted(times)[len(times) // 10]


def seconds(step):
    start = time.thread_time()
    step()
    return time.thread_time() - start


torch.set_num_threads(1)
pairs = int(sys.argv[1])
# Narrow layers cost the probe as much as wide ones, and the difference of two short steps is known more exactly.
print(json.dumps({
    "card": paired(64, 8, 6 * pairs, OnNoCard),
    "counted": paired(64, 8, 2 * pairs, lambda found, guard: Counted(found, 1, None, None, guard)),
    "whole_step_s": min(seconds(Training(768, 128).step) for _ in range(3)),
}))  # fmt: skip
