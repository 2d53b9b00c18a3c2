import type { Results } from "../../src/compare/result.ts";

/** The fields that hold what a stranger wrote: a config, a model's code, a log, the answer of a probe. */
const STRANGE = new Set(
  (
    "config name file what advice detail why card torch driver python cuda alloc_conf operator module function library " +
    "path base head type notes tensors value"
  ).split(" "),
);

/** Results in which every text of a stranger's is `text`. What is one of a few words of ours stays. */
export function poisoned(results: Results, text: string): Results {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a text for a text
  return mapped(results, "", text) as Results;
}

function mapped(value: unknown, key: string, text: string): unknown {
  if (typeof value === "string") return STRANGE.has(key) ? text : value;
  if (Array.isArray(value))
    return key === "trace" || key === "timeline" ? value : value.map((each) => mapped(each, key, text));
  if (typeof value !== "object" || value === null) return value;
  const isRow = "delta_bytes" in value && !("path" in value); // named by a word of ours
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, isRow && name === "name" ? each : mapped(each, name, text)]),
  );
}
