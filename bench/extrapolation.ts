// Lines through two batches of the same training, against what the third batch took: node bench/extrapolation.ts
// With the path of the published table (timm_model,batch_size,device_peak_mib): makes bench/extrapolation/peaks.json anew.
import { readFileSync } from "node:fs";
import { LINES, outcomeOf } from "./extrapolation/outcome.ts";
import { readPeaks, shareOf, writePeaks } from "./extrapolation/peaks.ts";

const [table] = process.argv.slice(2);
if (table !== undefined) writePeaks(shareOf(readFileSync(table, "utf8")));

const peaks = readPeaks();
process.stdout.write(`${peaks.models.length} models: ${peaks.source}\n`);
for (const line of LINES) {
  const { median, p90, within, cap_failures } = outcomeOf(peaks, line);
  const [from, shares] = [
    `${line.from.join(" and ")} for ${line.to}`,
    [median, p90, within, cap_failures].map(percent),
  ];
  process.stdout.write(
    `${from.padEnd(14)} median ${shares[0]}, 90th percentile ${shares[1]}, within the interval ${shares[2]}, cap failures ${shares[3]}\n`,
  );
}

function percent(share = Number.NaN): string {
  return `${(share * 100).toFixed(1)} %`;
}
