import type { NotMeasuredReason } from "../probe/reasons.ts";

/** What to do where there is no measurement. A new reason does not compile until it is here; "" where it is as wanted. */
export const ADVICE: Readonly<Record<NotMeasuredReason, string>> = {
  "not-asked": "",
  "other-batches": "",
  fork: "",
  event: "",
  "no-python": "name one with `--python` or the input `python`, or run `vram-budget setup`",
  "no-torch": "install PyTorch for it, or name another Python with `--python` or the input `python`",
  "no-gpu": "measure on a runner that has the GPUs that it wants, or let it train on the CPU where there is none",
  "too-much-for-a-cpu": "measure it on a runner with the card; here `measure: never` only predicts",
  "driver-too-old": "update the runner's NVIDIA driver, or install a PyTorch that was built for an older CUDA",
  "unsupported-card": "install a PyTorch whose torch.cuda.get_arch_list() has this card's compute capability",
  "card-taken":
    "`nvidia-smi` lists the processes on the card: end them, give the runner a card of its own, or take it out of the exclusive mode",
  "no-device-memory":
    "the card had no room for what is not PyTorch's allocator's: `nvidia-smi` lists who else has it; end them, or train with less",
  "no-host-memory":
    "give the runner or its container more memory (not GPU memory), or load less: fewer workers, a smaller part of the data",
  "disk-full":
    "make room where it writes: checkpoints, caches, the temporary folder (TMPDIR), /dev/shm for the workers of a DataLoader",
  "not-attached":
    "the probe comes in through PYTHONPATH and VRAM_BUDGET_ATTACH, which `python -I`, `-E` and `-S`, `env -i`, `sudo`, `ssh` and a container keep out: run the training without them",
  "no-step":
    "measure a command that trains: one that calls step() of a torch.optim optimizer more often than `warmup`; lower `warmup` for a short one",
  "probe-failed":
    "this is a bug of vram-budget: report it with what the training printed; the program itself goes on without the probe",
  failed: "run the command by itself on this runner, and mend what it says",
  killed:
    "SIGKILL is most often the system out of memory (see `dmesg` and the container's limit), SIGSEGV an extension that was built for another PyTorch",
  "timed-out": "mend what it waits for, or raise `timeout` of the training, or the input or option `timeout`",
  cancelled: "run it again",
  "rank-died": "mend what ended this process; its own output above is the place to look",
  "ranks-disagree": "let every process take the same number of optimizer steps, or name `steps` that all of them reach",
  "not-believed": "let nothing but the probe write into the folder that VRAM_BUDGET_ATTACH names",
  "no-answer": "look at the job that measures it: run it again, or give it a runner",
};
