// Lines through two batches of the same training against what a third took, for docs/calibration.md: node bench/extrapolation.ts
// With the path of the published table (timm_model,batch_size,device_peak_mib): makes bench/extrapolation/peaks.json anew.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withSection } from "../scripts/readme-section.ts";
import { renderLines } from "./extrapolation/document.ts";
import { readPeaks, shareOf, writePeaks } from "./extrapolation/peaks.ts";

const [table] = process.argv.slice(2);
if (table !== undefined) writePeaks(shareOf(readFileSync(table, "utf8")));

const lines = renderLines(readPeaks());
const page = join(import.meta.dirname, "../docs/calibration.md");
writeFileSync(page, withSection(readFileSync(page, "utf8"), "lines", lines));
process.stdout.write(`${lines}\n`);
