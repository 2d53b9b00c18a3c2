import { tmpdir } from "node:os";
import { RUN_MARK } from "./processes.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The variable that lets the probe in, and holds the run's folder (vram_probe/attached/start/sitecustomize.py). */
export const ATTACH = "VRAM_BUDGET_ATTACH";

/**
 * Where a run's folder lies. On one node with what is temporary. Of several, which a Slurm allocation says, each has a
 * /tmp of its own: then in the workspace, which all of them see, for the program is there.
 */
export function parentOfRunFolder(environment: Environment, workspace: string): string {
  return Number(environment["SLURM_JOB_NUM_NODES"] ?? 1) > 1 ? workspace : tmpdir();
}

/**
 * How `srun` is told to pass on what carries the probe, where the job told it to pass on less. Source: srun(1), `--export`,
 * which SLURM_EXPORT_ENV stands for; `sbatch --export=NONE` sets it too.
 */
export function passedOnBySrun(environment: Environment): Record<string, string> {
  const told = environment["SLURM_EXPORT_ENV"];
  if (told === undefined || /^ALL(,|$)/.test(told)) return {};
  const carried = ["PATH", "PYTHONPATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", ATTACH, RUN_MARK];
  return { SLURM_EXPORT_ENV: /^(NONE|NIL)$/.test(told) ? "ALL" : [told, ...carried].join(",") };
}
