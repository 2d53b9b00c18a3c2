import { markdownTable } from "markdown-table";
import * as z from "zod";
import { withSection } from "./readme-section.ts";

const Action = z.object({
  inputs: z.record(z.string(), z.object({ description: z.string(), default: z.string() })),
  outputs: z.record(z.string(), z.object({ description: z.string() })),
});
export type Action = z.infer<typeof Action>;

export function readAction(document: unknown): Action {
  return Action.parse(document);
}

/** The README with the tables of inputs and outputs between their markers, as action.yml has them. */
export function withActionTables(readme: string, { inputs, outputs }: Action): string {
  const inputRows = Object.entries(inputs).map(([name, input]) => [
    `\`${name}\``,
    cell(input.description),
    input.default === "" ? "" : `\`${input.default}\``,
  ]);
  const outputRows = Object.entries(outputs).map(([name, { description }]) => [`\`${name}\``, cell(description)]);
  const withInputs = withSection(readme, "inputs", markdownTable([["Input", "What it does", "Default"], ...inputRows]));
  return withSection(withInputs, "outputs", markdownTable([["Output", "What it is"], ...outputRows]));
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ");
}
