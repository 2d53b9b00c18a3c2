import type { Phase } from "../../memory/trace.ts";
import type { Part } from "../bars.ts";
import type { Deltas } from "./series.ts";

/** What the page's script draws; it is written into the page as JSON. */
export type ChartData = TimelineData | BatchData;

/** On a card enumeration does not tell the last three apart. */
export type Band = Part | "activations + workspace + temporary";

/** Memory over a step: one column after another, from bottom to top the bands, which add up to what the device loses. */
export type TimelineData = {
  readonly kind: "timeline";
  /** Whose bands they are. */
  readonly of: "predicted" | "observed";
  readonly columns: number;
  /** Each begins with the column `from`. */
  readonly phases: readonly { readonly name: Phase; readonly from: number }[];
  readonly bands: readonly BandData[];
  /** What was observed, over predicted bands: the tensors, counted. */
  readonly observed: Deltas | undefined;
  /** Of the device that is drawn; undefined where the budget is of another. */
  readonly limit_bytes: number | undefined;
};

export type BandData = {
  readonly name: Band;
  /** Whether it is drawn at first: a context of hundreds of MiB would hide a small training. */
  readonly shown: boolean;
  readonly bytes: Deltas;
};

/** Device memory against the batch size. */
export type BatchData = {
  readonly kind: "batches";
  readonly points: readonly { readonly batch_size: number; readonly device_bytes: number }[];
  /** The batch of the config. */
  readonly batch_size: number | undefined;
  readonly max_batch_size: number;
  readonly limit_bytes: number;
};
