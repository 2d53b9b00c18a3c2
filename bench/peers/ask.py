"""`python ask.py PEER TRAINING`: what a peer says of a training, as one line of JSON: {bytes, counts} or {cannot}."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from trainings import Training, training

Answer = dict[str, Any]

LLAMA_7B = {
    "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 4096, "intermediate_size": 11008,
    "num_hidden_layers": 32, "num_attention_heads": 32, "num_key_value_heads": 32, "vocab_size": 32000,
    "max_position_embeddings": 2048, "tie_word_embeddings": False, "torch_dtype": "bfloat16",
}  # fmt: skip
"""transformers.LlamaConfig() as its config.json says it."""


def mem_tracker(name: str) -> Answer:
    """torch.distributed._tools.MemTracker over two fake steps. A CPU build has no backward for fake CUDA tensors."""
    from torch._subclasses.fake_tensor import FakeTensorMode
    from torch.distributed._tools.mem_tracker import MemTracker

    asked = training(name)
    with FakeTensorMode():
        model = asked.model()
        optimizer = asked.optimizer(model.parameters())
        tracker = MemTracker()
        tracker.track_external(model, optimizer)
        batch = asked.batch()
        with tracker:
            for step in range(2):
                _step(asked, model, optimizer, batch)
                if step == 0:
                    tracker.reset_mod_stats()
    peak = tracker.get_tracker_snapshot("peak")
    return {"bytes": sum(snapshot["Total"] for snapshot in peak.values()), "counts": "tensors of a fake CPU step"}


def torchinfo(name: str) -> Answer:
    if name == "llama-7b":
        return {"cannot": "runs a real forward pass, which needs 20 GB of host memory"}
    from torchinfo import summary

    asked = training(name)
    batch = asked.batch()
    told = summary(asked.model(), input_data=batch if isinstance(batch, dict) else batch[0], verbose=0)
    total = told.total_input + told.total_output_bytes + told.total_param_bytes
    return {"bytes": total, "counts": "input, every module's output twice, parameters"}


def accelerate(name: str) -> Answer:
    """What `accelerate estimate-memory` prints for training with Adam: four times the weights."""
    from accelerate import init_empty_weights
    from accelerate.utils import calculate_maximum_sizes

    with init_empty_weights():
        model = training(name).model()
    total, _ = calculate_maximum_sizes(model)
    return {"bytes": 4 * total, "counts": "parameters, gradients, Adam's state"}


def deepspeed(name: str) -> Answer:
    import torch
    from deepspeed.runtime.zero.stage_1_and_2 import estimate_zero2_model_states_mem_needs

    with torch.device("meta"):
        parameters = sum(p.numel() for p in training(name).model().parameters())
    _, gpu = estimate_zero2_model_states_mem_needs(parameters, 1, 1, cpu_offload=False)
    return {"bytes": int(gpu), "counts": "fp16 parameters and gradients, fp32 Adam's state"}


def fitcheck(name: str) -> Answer:
    """Its command line on a config in a cache of the hub's form, for it reads configs from nowhere else."""
    if name != "llama-7b":
        return {"cannot": "knows Llama-like language models only"}
    with tempfile.TemporaryDirectory() as cache:
        folder = Path(cache, "hub", "models--bench--llama")
        for part in ("refs", "snapshots/0"):
            Path(folder, part).mkdir(parents=True)
        Path(folder, "refs", "main").write_text("0")
        Path(folder, "snapshots", "0", "config.json").write_text(json.dumps(LLAMA_7B))
        asked = ["bench/llama", "--no-lora", "--optimizer-dtype", "bf16", "--flash-attn", "--gpu", "a100-80", "--json"]
        done = subprocess.run(
            [str(Path(sys.executable).parent / "fitcheck"), *asked],
            capture_output=True, text=True, env={**os.environ, "HF_HOME": cache, "HF_HUB_OFFLINE": "1"},
        )  # fmt: skip
    if done.returncode == 2:
        return {"cannot": done.stderr.strip().splitlines()[-1]}
    return {"bytes": round(json.loads(done.stdout)["memory_mib"]["total"] * 2**20), "counts": "the whole process, by formula"}


def cpu_step(name: str) -> Answer:
    """A real step on the CPU, counted by its resident memory."""
    import resource

    host = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    if host < CPU_STEP_GIB[name] * 2**30:
        return {"cannot": f"needs some {CPU_STEP_GIB[name]} GiB of host memory"}
    asked = training(name)
    model = asked.model()
    optimizer = asked.optimizer(model.parameters())
    _step(asked, model, optimizer, asked.batch())
    _step(asked, model, optimizer, asked.batch())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"bytes": peak, "counts": "resident memory of a CPU's own kernels"}


def _step(asked: Training, model: Any, optimizer: Any, batch: Any) -> None:
    optimizer.zero_grad()
    asked.loss(model, batch).backward()
    optimizer.step()


CPU_STEP_GIB = {"resnet50": 6, "gpt2": 32, "llama-7b": 70}
"""More than the host of a hosted runner has, for two of them. Stopped at 23 GiB, GPT-2's was not done yet."""

PEERS = {
    "MemTracker": mem_tracker,
    "torchinfo": torchinfo,
    "accelerate": accelerate,
    "DeepSpeed": deepspeed,
    "fitcheck-llm": fitcheck,
    "CPU step": cpu_step,
}

if __name__ == "__main__":
    peer, name = sys.argv[1:]
    try:
        answer = PEERS[peer](name)
    except Exception as error:  # a peer that fails is a line of the table
        answer = {"cannot": f"fails with {type(error).__name__}: {error}".splitlines()[0]}
    print(json.dumps(answer))
