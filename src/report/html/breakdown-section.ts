import type { Prediction } from "../../predict/prediction.ts";
import { breakdownOf } from "../breakdown.ts";
import { partsOf } from "../bars.ts";
import { plainLine } from "../escape.ts";
import { doubtTexts, rangeText } from "../words.ts";
import { list } from "./list.ts";
import { type Markup, html } from "./markup.ts";
import { swatch } from "./swatch.ts";
import { type Row, left, part, right, sum, table } from "./table.ts";

type Predicted = Extract<Prediction, { kind: "predicted" }>;

/** What the predicted number is made of, when, and how sure it is. */
export function breakdownSection(prediction: Predicted): Markup {
  const { profile, intervals, device, torch, alloc_conf, notes } = prediction;
  const { unit, rows } = breakdownOf(profile);
  const { phase, step, operator, module } = profile.peak;
  const inModule = module === "" ? undefined : html` in module <code>${module}</code>`;
  const conf = alloc_conf === "" ? undefined : html`, <code>PYTORCH_CUDA_ALLOC_CONF=${alloc_conf}</code>`;
  const doubts = [...doubtTexts(intervals.device), ...notes];
  return html`<h3>What is predicted</h3>
    <p>
      ${plainLine(device.name)}, torch ${torch}${conf}. The peak is in the <strong>${phase}</strong> of step ${step}, at
      <code>${operator}</code>${inModule}. Expected on the device:
      <strong>${rangeText(profile.device_bytes, intervals.device)}</strong>.
    </p>
    ${table(
      `At the peak, ${unit.name}`,
      [left("Part"), right(unit.name)],
      rows.map((row) => rowOf(row.kind, row.name, row.text, profile)),
    )}
    ${
      doubts.length === 0
        ? undefined
        : html`<details>
            <summary>What moves the number, and what it assumes</summary>
            ${list(doubts)}
          </details>`
    }`;
}

function rowOf(kind: Row["kind"], name: string, text: string, profile: Predicted["profile"]): Row {
  const known = partsOf(profile).find((each) => each.name === name);
  const cells = [html`${known === undefined ? undefined : swatch(known.name)}${name}`, text];
  return kind === "sum" ? sum(...cells) : part(...cells);
}
