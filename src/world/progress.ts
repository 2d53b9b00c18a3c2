import type { CheckPorts } from "../commands/check-ports.ts";
import type { Measurement } from "../measure/measurement.ts";
import { WAS_TRIED } from "../probe/reasons.ts";
import type { ProbeProgress } from "../probe/protocol.ts";
import { stoppedText } from "../report/observed-words.ts";

type Stream = { readonly isTTY?: boolean; write(text: string): unknown };

/** What is done with a training: run for real, or under fake tensors. */
export type Doing = "training" | "tracing";

/** A line that moves on a terminal; in a log a plain line at the start and the end of each training. */
export function progressReporter(stream: Stream) {
  const terminal = stream.isTTY === true;
  const begun = new Set<string>();

  const report = (training: string, { step, steps, phase, at_most }: ProbeProgress, doing: Doing): void => {
    const all = at_most === true ? `at most ${steps}` : String(steps);
    const line = `${training}: ${doing} ${all} steps\n`;
    if (terminal)
      stream.write(`\r\u001b[K${training} │${bar(step / Math.max(steps, 1))}│ step ${step} of ${all}, ${phase}`);
    else if (!begun.has(line)) stream.write(line);
    begun.add(line);
  };

  const done = (): void => {
    if (terminal) stream.write("\r\u001b[K");
  };

  const ended = (training: string, measurement: Measurement): void => {
    begun.clear(); // it may be run again: at another batch size, or under a limit
    const end = endText(measurement);
    if (!terminal && end !== undefined) stream.write(`${training}: ${end}\n`);
  };

  return {
    step: report,
    done,
    /** Measures as `measure` does, and says at the end of each training how it came to it. */
    ending(measure: CheckPorts["measure"]): CheckPorts["measure"] {
      return async (training, workspace, limit) => {
        const measurement = await measure(training, workspace, limit);
        ended(training.name, measurement);
        return measurement;
      };
    },
  };
}

function bar(share: number): string {
  const full = Math.round(20 * Math.min(share, 1));
  return `${"█".repeat(full)}${"░".repeat(20 - full)}`;
}

/** In words of ours alone: a line of the training's could be a workflow command. Undefined where nothing was tried. */
function endText(measurement: Measurement): string | undefined {
  if (measurement.kind === "measured") return stoppedText(measurement.document);
  return WAS_TRIED[measurement.reason] ? `not measured (${measurement.reason})` : undefined;
}
