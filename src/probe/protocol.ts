import type { Training } from "../config/training.ts";

/**
 * What goes into the probe on standard input, one JSON document. The answer comes as JSON lines on descriptor 3:
 * `{"progress": …}` while it runs and one last `{"measurement": …}`, or `{"failure": …}`.
 */
export type ProbeRequest = {
  readonly schema: "vram-budget/request@1";
  readonly command: "measure" | "device";
  /** "cuda" takes the first visible device; "auto" takes it where there is one, else the CPU. */
  readonly device: "auto" | "cpu" | "cuda";
  readonly training: Training;
  /** Also send the whole trace (`vram-budget/trace@1`), as far as the device lets it be seen. */
  readonly trace: boolean;
};
