import type { ProbeProgress } from "./probe/protocol.ts";

type Stream = { readonly isTTY?: boolean; write(text: string): unknown };

/** A line that moves on a terminal; in a log a plain line at the start and the end of each training. */
export function progressReporter(stream: Stream) {
  const terminal = stream.isTTY === true;
  const begun = new Set<string>();
  return {
    step(training: string, { phase, step, steps }: ProbeProgress): void {
      if (terminal) {
        const full = Math.round((20 * step) / Math.max(steps, 1));
        stream.write(
          `\r\u001b[K${training} │${"█".repeat(full)}${"░".repeat(20 - full)}│ step ${step} of ${steps}, ${phase}`,
        );
        return;
      }
      const line = phase === "done" ? `${training}: ${steps} steps done\n` : `${training}: training ${steps} steps\n`;
      if (!begun.has(line)) stream.write(line);
      begun.add(line);
    },
    done(): void {
      if (terminal) stream.write("\r\u001b[K");
    },
  };
}
