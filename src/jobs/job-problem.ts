import { isExpected } from "../github/errors.ts";
import type { Mode } from "../github/inputs.ts";

/**
 * What the summary and the comment say of an error; undefined where it is a bug, and nothing can be said. What strangers'
 * answers run into is no verdict either, but must not leave the comment of an earlier commit as it was.
 */
export function problemOf(error: unknown, mode: Mode): string | undefined {
  if (isExpected(error)) return error.message;
  if (mode !== "report") return undefined;
  return `Cannot work out what the jobs have left: ${error instanceof Error ? error.message : String(error)}`;
}

/** For the log. */
export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
