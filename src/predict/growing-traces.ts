import type { TraceAt } from "./traced-engine.ts";

/**
 * Believes a trace at another batch than the config's only where what the models were given has grown with it: a program
 * need not do as `{batch_size}` says, and a data set has an end.
 */
export function growingTraces(traceAt: TraceAt, configured: number | undefined): TraceAt {
  return async (batchSize) => {
    const answer = await traceAt(batchSize);
    if (answer.kind === "failed" || configured === undefined || batchSize === null) return answer;
    const own = await traceAt(configured);
    if (own.kind === "failed") return own;
    const [found, before] = [answer.document.nominal_bytes.batch, own.document.nominal_bytes.batch];
    if (found * configured === before * batchSize) return answer;
    const detail = `the batch does not follow {batch_size}: it has ${before} bytes at ${configured}, ${found} at ${batchSize}`;
    return { kind: "failed", detail };
  };
}
