import { Evaluator, Lexer, Parser, data } from "@actions/expressions";
import { parse } from "yaml";
import * as z from "zod/mini";

const Concurrency = z.object({ group: z.string(), "cancel-in-progress": z.union([z.boolean(), z.string()]) });
const Workflow = z.object({
  concurrency: z.optional(Concurrency),
  jobs: z.record(z.string(), z.object({ concurrency: z.optional(Concurrency) })),
});

/**
 * Of two runs in one group the second waits for the first, or cancels it; a third takes the place of the one that waits.
 * From "Control the concurrency of workflows and jobs" in GitHub's documentation.
 */
export type Group = { readonly name: string; readonly cancels: boolean };

/** The groups of a workflow and of its jobs, where it is started with this `github` context. */
export function groupsOf(workflow: string, github: unknown): Group[] {
  const { concurrency, jobs } = Workflow.parse(parse(workflow));
  const all = [concurrency, ...Object.values(jobs).map((job) => job.concurrency)];
  return all.flatMap((one) => {
    if (one === undefined) return [];
    const cancels = interpolate(String(one["cancel-in-progress"]), github);
    return [{ name: interpolate(one.group, github), cancels: cancels === "true" }];
  });
}

/** Each expression in a text as GitHub's own evaluator answers it. */
function interpolate(text: string, github: unknown): string {
  return text.replaceAll(/\$\{\{(.+?)\}\}/g, (_, expression: string) => {
    const parser = new Parser(new Lexer(expression).lex().tokens, ["github"], []);
    const contexts = JSON.parse(JSON.stringify({ github }), data.reviver) as data.Dictionary;
    return new Evaluator(parser.parse(), contexts).evaluate().coerceString();
  });
}
