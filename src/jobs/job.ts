import type { CheckedConfig } from "../commands/check.ts";
import type { Results } from "../compare/result.ts";
import type { ClientOptions, Repository } from "../github/client.ts";
import type { Environment } from "../github/handover.ts";
import type { Inputs } from "../github/inputs.ts";
import type { Run } from "../github/run.ts";

/** Alone in its artifact. */
export const ANSWERS_FILE = "answers.json";

/** One job of a workflow, as the runner gives it to the action. */
export type Job = {
  readonly inputs: Inputs;
  /** What it is about: its own run, or the one that ended before a `report`. */
  readonly run: Run;
  readonly payload: unknown;
  readonly environment: Environment;
  readonly workspace: string;
  readonly repository: Repository;
  readonly api: ClientOptions;
  readonly signal: AbortSignal;
};

/** What a job has done. */
export type Done = {
  readonly results: Results;
  /** That the results are of. */
  readonly configs: readonly CheckedConfig[];
  /** For another job, as `vram-budget/answers@1`. */
  readonly answers?: string;
  /** Of the action, beside those that tell the results. */
  readonly outputs?: Readonly<Record<string, string>>;
};
