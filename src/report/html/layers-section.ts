import type { ModelSummary } from "../../predict/prediction.ts";
import { formatCount } from "../format.ts";
import { type Markup, html } from "./markup.ts";
import { left, part, right, sortableTable } from "./table.ts";

const MOST_LAYERS = 1000;
const OPEN_UP_TO = 12;

/** What the model is made of, to be sorted by any column. */
export function layersSection({ layers, parameters, trainable_parameters }: ModelSummary): Markup | undefined {
  if (layers.length === 0) return undefined;
  const rows = layers
    .slice(0, MOST_LAYERS)
    .map((layer) =>
      part(
        html`<code>${layer.name}</code>`,
        layer.type,
        `[${layer.output_shape.join(", ")}]`,
        formatCount(layer.parameters),
      ),
    );
  const more = layers.length - rows.length;
  const columns = [left("Layer"), left("Type"), left("Output"), right("Parameters")];
  const all = `${formatCount(parameters)} parameters in all, ${formatCount(trainable_parameters)} of them trained`;
  return html`<details${layers.length <= OPEN_UP_TO ? html` open` : undefined}>
<summary><h3>${formatCount(layers.length)} layers</h3></summary>
<p class="note">${all}.${more === 0 ? "" : ` ${formatCount(more)} more layers are not shown.`}</p>
${sortableTable("The layers of the model", columns, rows)}
</details>`;
}
