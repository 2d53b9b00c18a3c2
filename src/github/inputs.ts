import { getInput, getMultilineInput } from "@actions/core";
import { UserError } from "../config/user-error.ts";
import type { Environment } from "./handover.ts";

export const MODES = ["check", "plan", "measure", "report"] as const;
export type Mode = (typeof MODES)[number];

export type Inputs = {
  readonly mode: Mode;
  /** The one that this job measures; undefined where none is named. */
  readonly training: string | undefined;
  readonly approvalLabel: string;
  /** Empty where none is named. */
  readonly configs: readonly string[];
  readonly measure: "auto" | "never";
  readonly python: string | undefined;
  readonly timeoutMs: number;
  /** Undefined where none is named. */
  readonly calibration: string | undefined;
  readonly verify: boolean;
  readonly comment: "changes" | "always" | "failures" | "never";
  readonly commentKey: string;
  readonly checkRun: "never" | "auto";
  /** Whether what is measured on the default branch is recorded. */
  readonly history: boolean;
  readonly token: string;
  readonly output: string;
};

/** The action's inputs, checked. The defaults stand in action.yml, and here for who starts the action without it. */
export function readInputs(environment: Environment): Inputs {
  return {
    mode: oneOf("mode", MODES),
    training: getInput("training") || undefined,
    approvalLabel: getInput("approval-label"),
    configs: getMultilineInput("config"),
    measure: oneOf("measure", ["auto", "never"]),
    python: getInput("python") || undefined,
    timeoutMs: seconds("timeout", "600") * 1000,
    calibration: getInput("calibration") || undefined,
    verify: oneOf("verify", ["false", "true"]) === "true",
    comment: oneOf("comment", ["changes", "always", "failures", "never"]),
    commentKey: commentKey(),
    checkRun: oneOf("check-run", ["never", "auto"]),
    history: oneOf("history", ["false", "true"]) === "true",
    token: environment[`INPUT_${"github-token".toUpperCase()}`]?.trim() ?? "", // not in process.env for getInput()
    output: getInput("output") || "vram-budget-report",
  };
}

function oneOf<const Value extends string>(input: string, known: readonly [Value, ...Value[]]): Value {
  const given = getInput(input) || known[0];
  const found = known.find((value) => value === given);
  if (found !== undefined) return found;
  throw new UserError(`Cannot use the input ${input}: found ${JSON.stringify(given)}, wanted ${known.join(" or ")}`);
}

function seconds(input: string, otherwise: string): number {
  const given = getInput(input) || otherwise;
  const number = Number(given);
  if (number > 0 && number <= 7 * 24 * 3600) return number;
  throw new UserError(`Cannot use the input ${input}: found ${JSON.stringify(given)}, wanted seconds above 0`);
}

/** It stands in the comment's hidden marker. */
function commentKey(): string {
  const given = getInput("comment-key") || "default";
  if (/^[A-Za-z0-9][\w.]*(-[\w.]+)*$/.test(given) && given.length <= 64) return given;
  const wanted = "at most 64 letters, digits, '.', '_' and single '-'";
  throw new UserError(`Cannot use the input comment-key: found ${JSON.stringify(given)}, wanted ${wanted}`);
}
