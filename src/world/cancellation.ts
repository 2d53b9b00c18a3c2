import { constants } from "node:os";

/** A terminal that is closed, Ctrl-C, and a runner that cancels the job: SIGINT, and SIGTERM some seconds after it. */
const SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

/**
 * Aborted when this process is asked to end, with the exit code for it as the reason. Asked again, it goes on with ending
 * what it has started.
 */
export function cancellation(): AbortSignal {
  const cancel = new AbortController();
  for (const signal of SIGNALS) process.on(signal, () => cancel.abort(128 + constants.signals[signal]));
  return cancel.signal;
}
