"""Every operator of PyTorch's own database under fake tensors against the CPU, storage by storage, forward and backward.

Three samples of each; `VRAM_BUDGET_OPERATOR_SAMPLES=0` takes all of them. operators.py says what is compared, known_operators.py
what is known to differ: what differs beyond that, in this release of torch or the next, fails with the operator's name.
"""

from __future__ import annotations

import collections
import importlib.util
import json
import os
import subprocess
import sys
import unittest
from importlib import metadata
from pathlib import Path

import known_operators

SHARDS = 2
SAMPLES = int(os.environ.get("VRAM_BUDGET_OPERATOR_SAMPLES", "3"))
MISSING = [name for name in ("torch", "numpy", "expecttest") if importlib.util.find_spec(name) is None]
RELEASE = "" if "torch" in MISSING else metadata.version("torch")
KNOWN = {
    "refused": known_operators.REFUSED,
    "differs": known_operators.DIFFERS,
    "phantom": known_operators.PHANTOM,
    "unconfirmed": known_operators.UNCONFIRMED,
}
if SAMPLES == 0:
    KNOWN = {kind: {**known, **known_operators.WITH_ALL_SAMPLES[kind]} for kind, known in KNOWN.items()}


@unittest.skipIf(MISSING, f"not installed: {', '.join(MISSING)}")
class OperatorsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        script = str(Path(__file__).parent / "operators.py")
        shards = [
            subprocess.Popen(
                [sys.executable, script, str(shard), str(SHARDS), str(SAMPLES)],
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            )
            for shard in range(SHARDS)
        ]  # fmt: skip
        cls.found = [json.loads(line) for shard in shards for line in shard.communicate()[0].splitlines()]
        cls.codes = [shard.returncode for shard in shards]
        skipped = collections.Counter()
        for each in cls.found:
            skipped.update(each["skipped"])
        print(f"\ntorch {RELEASE}: {sum(each['samples'] > 0 for each in cls.found)} of {len(cls.found)} operators, "
              f"{cls.total('samples')} samples, {cls.total('storages')} storages, {cls.total('in_place')} samples "
              f"with gradients accumulated in place; skipped: {dict(skipped)}")  # fmt: skip

    @classmethod
    def total(cls, what):
        return sum(each[what] for each in cls.found)

    def test_every_operator_was_looked_at(self):
        self.assertEqual(self.codes, [0] * SHARDS)
        self.assertGreater(self.total("samples"), 1500)
        self.assertGreater(self.total("storages"), 6000)
        self.assertGreater(self.total("in_place"), 80)

    def test_what_differs_is_known(self):
        for kind, known in KNOWN.items():
            new = {each["operator"]: each[kind] for each in self.found if kind in each and each["operator"] not in known}
            with self.subTest(kind):
                self.assertEqual(new, {})

    @unittest.skipUnless(RELEASE.startswith("2.13."), "the table is about torch 2.13")
    def test_what_is_known_still_differs(self):
        for kind, known in KNOWN.items():
            differing = {each["operator"] for each in self.found if kind in each}
            with self.subTest(kind):
                self.assertEqual(set(known) - differing, set())


if __name__ == "__main__":
    unittest.main()
