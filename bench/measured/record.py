"""Measures the trainings of a config under the attached probe, where there is Python and need be no Node, and keeps what it says.

    python bench/measured/record.py FOLDER [CONFIG]

writes FOLDER/<card>-torch<release>/ as test/fixtures/gpu has it. Needs what the config's programs need, and PyYAML, which
transformers brings. Each training names its `run`, `warmup` and `steps`; of the rest of a config nothing is read.
"""

from __future__ import annotations

import datetime
import glob
import gzip
import importlib.metadata
import json
import os
import pickle
import re
import shlex
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Optional

import yaml

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROBE = os.path.join(ROOT, "src/probe")
sys.path.insert(0, PROBE)

from vram_probe.smi import query_card  # noqa: E402

LIMIT_S = 600
POLL_S = 0.1
PACKAGES = ("torch", "torchvision", "transformers", "accelerate")

PLACES = {
    **{path: "/site-packages" for path in sys.path if os.path.isabs(path) and not path.startswith(ROOT)},
    sysconfig.get_path("stdlib"): "/python",
    ROOT: "/vram-budget",
}
"""Where files lie on this machine, and what is written in its place."""


class Recorded(NamedTuple):
    measurement: dict[str, Any]
    """`vram-budget/measurement@2`, as src/measure/measurement.ts has it."""
    recording: Optional[str]
    """The file of the allocator's snapshot, of the CPU's trace."""


def main(out: str, config: str) -> int:
    with open(config, encoding="utf-8") as file:
        trainings = yaml.safe_load(file)["trainings"]
    folders = set()
    missing = []
    for name, training in trainings.items():
        with tempfile.TemporaryDirectory(prefix="vram-budget-run-") as run:
            recorded = measure(training, os.path.dirname(os.path.abspath(config)), run)
            if recorded is None:
                missing.append(name)
                continue
            folder = os.path.join(out, folder_name(recorded.measurement["device"]))
            folders.add(folder)
            keep(folder, name, training["run"], recorded)
    for folder in sorted(folders):
        print(folder)
    if missing:
        print(f"not measured: {', '.join(missing)}", file=sys.stderr)
    return 1 if missing or not folders else 0


def measure(training: Mapping[str, Any], cwd: str, run: str) -> Optional[Recorded]:
    """Runs it until it has measured, and ends it there. None where it did not measure."""
    card = query_card(os.environ.get("CUDA_VISIBLE_DEVICES", "0").split(",")[0])
    with open(os.path.join(run, "request.json"), "w", encoding="utf-8") as file:
        json.dump({
            "schema": "vram-budget/attach@1",
            "folder": "",
            "workspace": cwd,
            "steps": training["steps"],
            "warmup": training["warmup"],
            "explain": True,
            "cards": [] if card is None else [card._asdict()],
        }, file)  # fmt: skip
    started = subprocess.Popen(
        ["/bin/sh", "-c", training["run"]], cwd=cwd, env=environment(run), stdout=sys.stderr, start_new_session=True
    )
    until = time.monotonic() + LIMIT_S
    try:
        while started.poll() is None and answered(run) is None and time.monotonic() < until:
            time.sleep(POLL_S)
    finally:
        end_all(started)
    return answered(run)


def environment(run: str) -> dict[str, str]:
    """As src/probe/attached.ts makes it; `python` is the one that runs this."""
    binaries = os.path.join(run, "bin")
    os.mkdir(binaries)
    python = os.path.join(binaries, "python")
    with open(python, "w", encoding="utf-8") as file:
        file.write(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n')
    os.chmod(python, 0o755)
    paths = [os.path.join(PROBE, "vram_probe/attached/start"), os.environ.get("PYTHONPATH", "")]
    return {
        **os.environ,
        "PATH": f"{binaries}:{os.environ['PATH']}",
        "PYTHONPATH": ":".join(path for path in paths if path),
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "VRAM_BUDGET_ATTACH": run,
    }


def end_all(started: subprocess.Popen[bytes]) -> None:
    """Its session is its own: all that it started is in it."""
    try:
        os.killpg(started.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    started.wait()


def answered(run: str) -> Optional[Recorded]:
    """Of the process that measured. What an error ended is no measurement, unless memory ran out, as src/probe/told.ts has it."""
    for path in glob.glob(os.path.join(run, "answers-*.jsonl")):
        said: dict[str, Any] = {}
        for line in whole_lines(path):
            said.update(json.loads(line))
        measurement = said.get("measurement")
        if measurement is not None and ("failure" not in said or measurement["out_of_memory"] is not None):
            process = os.path.basename(path)[len("answers-") : -len(".jsonl")]
            found = glob.glob(os.path.join(run, f"recording-{glob.escape(process)}.*"))
            return Recorded(measurement, found[0] if found else None)
    return None


def whole_lines(path: str) -> Iterator[str]:
    with open(path, encoding="utf-8") as file:
        return (line for line in file.readlines() if line.endswith("\n"))


def folder_name(device: Mapping[str, Any]) -> str:
    """`nvidia-h100-80gb-hbm3-torch2.13.0`"""
    card = re.sub(r"[^a-z0-9]+", "-", device["name"].lower()).strip("-")
    return f"{card}-torch{device['torch'].split('+')[0]}"


def keep(folder: str, name: str, command: str, recorded: Recorded) -> None:
    os.makedirs(folder, exist_ok=True)
    write_json(os.path.join(folder, f"{name}.json"), {
        "schema": "vram-budget/fixture@1",
        "run": command,
        "recorded_on": datetime.date.today().isoformat(),
        "recorded_by": "python bench/measured/record.py",
        "packages": dict(packages()),
        "measurement": elsewhere(recorded.measurement, {}),
    })  # fmt: skip
    if recorded.recording is None:
        return
    with open(recorded.recording, "rb") as file:
        content = file.read()
    ending = os.path.splitext(recorded.recording)[1]
    if ending == ".pickle":  # which the probe has just written
        moved = pickle.dumps(elsewhere(pickle.loads(content), {}), protocol=4)
    else:
        moved = without_places(content.decode()).encode()
    with gzip.GzipFile(os.path.join(folder, f"{name}{ending}.gz"), "wb", mtime=0) as file:
        file.write(moved)


def packages() -> Iterator[tuple[str, str]]:
    for name in PACKAGES:
        try:
            yield name, importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue


def elsewhere(value: Any, done: dict[int, Any]) -> Any:
    """The same without this machine's paths. What is there twice, as a frame of many stacks, is there once again."""
    if id(value) in done:
        return done[id(value)]
    if isinstance(value, str):
        moved: Any = without_places(value)
    elif isinstance(value, dict):
        moved = {key: elsewhere(each, done) for key, each in value.items()}
    elif isinstance(value, list):
        moved = [elsewhere(each, done) for each in value]
    else:
        return value
    done[id(value)] = moved
    return moved


def without_places(text: str) -> str:
    for place in sorted(PLACES, key=len, reverse=True):
        text = text.replace(place, PLACES[place])
    return text


def write_json(path: str, content: Any) -> None:
    with open(path, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2)
        file.write("\n")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], (sys.argv[2:] or [os.path.join(os.path.dirname(__file__), "vram-budget.yml")])[0]))
