import type { RecordedStep } from "../probe/run-folder.ts";
import type { MeasurementDocument } from "./measurement.ts";
import { recordedBlocks } from "./recorded-blocks.ts";

/** A measurement, and a step as it was recorded. */
export type Recorded = { readonly document: MeasurementDocument; readonly recording: RecordedStep | undefined };

/**
 * What the allocator recorded on a card says which lines of the workspace hold the memory at its peak; the CPU's probe
 * says it itself. A recording that cannot be read says nothing.
 */
export function explained({ document, recording }: Recorded, workspace: string): Recorded {
  if (recording?.format !== "pickle") return { document, recording };
  try {
    return { document: { ...document, blocks: recordedBlocks(recording.content, workspace) }, recording };
  } catch (error) {
    if (error instanceof RangeError) return { document, recording };
    throw error;
  }
}
