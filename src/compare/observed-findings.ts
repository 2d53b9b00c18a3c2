import type { Measurement, MeasurementDocument } from "../measure/measurement.ts";
import { bytes, MIB, sumBytes } from "../memory/bytes.ts";
import { largestShape, varyingShapes } from "./batch-shapes.ts";
import { isExpandable, replayedExpandable } from "./expandable.ts";
import type { Finding } from "./finding.ts";
import { growthOf, HORIZON_STEPS } from "./leak.ts";
import type { BudgetResult, Comparison } from "./result.ts";

type Measured = Extract<Measurement, { kind: "measured" }>;

/** What a measurement shows by itself, whatever was predicted. */
export function observedFindings(
  measured: Measured,
  budget: BudgetResult | undefined,
  comparison: Comparison | undefined,
): Finding[] {
  const { document, ranks } = measured;
  return [
    ...leakFindings(document, budget),
    ...retryFindings(document),
    ...fragmentationFindings(measured, comparison),
    ...shapeFindings(document),
    ...tenantFindings(document),
    ...rankFindings(ranks),
  ];
}

/**
 * A leak warns: a short run cannot know whether it goes on. On the card of the budget it fails where it would reach the
 * budget within {@linkcode HORIZON_STEPS}, which is out of memory for every training that is more than a test. On the CPU
 * it cannot fail, for what leaks there need not be on the card.
 */
function leakFindings(document: MeasurementDocument, budget: BudgetResult | undefined): Finding[] {
  const growth = growthOf(document);
  if (growth === undefined) return [];
  const leak = { on: document.device.kind, ...growth };
  if (budget?.from !== "measurement" || budget.headroom_bytes < 0) return [{ kind: "leak", ...leak }];
  const steps_to_limit = Math.floor(budget.headroom_bytes / growth.bytes_per_step);
  if (steps_to_limit <= HORIZON_STEPS) return [{ kind: "leak-over-budget", ...leak, steps_to_limit }];
  return [{ kind: "leak", ...leak, steps_to_limit }];
}

function retryFindings({ num_alloc_retries, device }: MeasurementDocument): Finding[] {
  if (num_alloc_retries === 0) return [];
  return [{ kind: "retries", retries: num_alloc_retries, expandable: isExpandable(device.alloc_conf) }];
}

/** Published trainings reserve 5 to 22 % more than is allocated; 31 to 39 % where tensors are moved to the host and back. */
const FRAGMENTED = 0.25;

/** A dozen segments of 20 MiB, which a small training leaves half empty, are no fragmentation. */
const LEAST_OVERHEAD = 256 * MIB;

function fragmentationFindings(measured: Measured, comparison: Comparison | undefined): Finding[] {
  const { allocated_bytes, reserved_bytes, device } = measured.document;
  const overhead_bytes = bytes(Math.max(reserved_bytes - allocated_bytes, 0));
  if (overhead_bytes < LEAST_OVERHEAD || overhead_bytes < FRAGMENTED * allocated_bytes) return [];
  const expandable = isExpandable(device.alloc_conf);
  const replayed = expandable ? undefined : replayedExpandable(measured, comparison);
  return [{ kind: "fragmentation", overhead_bytes, allocated_bytes, expandable, replayed }];
}

function shapeFindings(document: MeasurementDocument): Finding[] {
  const varying = varyingShapes(document);
  const largest = largestShape(varying);
  if (largest === undefined || varying.length < 2) return [];
  const { tensors, steps } = largest;
  return [{ kind: "varying-batches", shapes: varying.length, tensors, in_steps: steps, steps: document.steps }];
}

function tenantFindings({ co_tenants, device }: MeasurementDocument): Finding[] {
  if (co_tenants.length === 0) return [];
  const used_bytes = sumBytes(co_tenants.map((tenant) => tenant.used_bytes));
  return [{ kind: "co-tenant", used_bytes, usable_bytes: device.usable_bytes, processes: co_tenants.length }];
}

/** Processes that share one model need the same memory; a rank that needs more than this has work of its own. */
const RANKS_APART = 0.1;

function rankFindings(ranks: Measured["ranks"]): Finding[] {
  const ordered = ranks.toSorted((a, b) => a.device_bytes - b.device_bytes);
  const [lowest, highest] = [ordered.at(0), ordered.at(-1)];
  if (lowest === undefined || highest === undefined) return [];
  if (highest.device_bytes - lowest.device_bytes <= RANKS_APART * highest.device_bytes) return [];
  return [{ kind: "rank-spread", lowest, highest }];
}
