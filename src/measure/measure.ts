import type { DescribedTraining } from "../config/training.ts";
import type { ProbeRequest } from "../probe/protocol.ts";
import type { ProbeAnswer } from "../probe/run.ts";
import type { RecordedStep } from "../probe/run-folder.ts";
import { explained } from "./explained.ts";
import { type Measurement, MeasurementDocument, type NotMeasured } from "./measurement.ts";

/** Hands a request to the probe and gives its answer, not yet checked. */
export type AskProbe = (request: ProbeRequest) => Promise<ProbeAnswer>;

/** Measures one training on the first CUDA device, or on the CPU where there is none. Out of memory is a measurement. */
export async function measure(ask: AskProbe, training: DescribedTraining, workspace: string): Promise<Measurement> {
  const answer = await ask({ schema: "vram-budget/request@2", device: "auto", training, trace: training.explain });
  if (answer.kind === "failed") return { ...answer, kind: "not-measured" };
  const checked = checkDocument(answer.measurement);
  if (checked.kind === "not-measured") return checked;
  const { document } = checked;
  return { kind: "measured", ...explained({ document, recording: recordingOf(answer) }, workspace), ranks: [] };
}

function recordingOf({ trace, snapshot }: Extract<ProbeAnswer, { kind: "answered" }>): RecordedStep | undefined {
  if (snapshot !== undefined)
    return { format: "pickle", content: Uint8Array.from(atob(snapshot), (letter) => letter.charCodeAt(0)) };
  if (trace === undefined) return undefined;
  return { format: "json", content: new TextEncoder().encode(JSON.stringify(trace)) };
}

type Checked = { readonly kind: "document"; readonly document: MeasurementDocument } | NotMeasured;

/** What a probe wrote, before a byte of it is believed. */
export function checkDocument(written: unknown): Checked {
  const document = MeasurementDocument.safeParse(written);
  if (document.success) return { kind: "document", document: document.data };
  const [issue] = document.error.issues;
  const where = issue?.path.join(".") ?? "";
  return {
    kind: "not-measured",
    reason: "not-believed",
    detail: `The measurement cannot be believed: ${where}: ${issue?.message}`,
  };
}
