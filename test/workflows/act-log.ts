import * as z from "zod/mini";
import type { Command } from "../github/runner.ts";

/** A job of a run, or one leg of its matrix. */
export type Job = {
  readonly id: string;
  readonly matrix: Readonly<Record<string, unknown>>;
  /** Undefined where it did not come to its end. */
  readonly result: "success" | "failure" | undefined;
  /** Of its steps, by name. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly commands: readonly Command[];
  readonly summary: string;
};

/** What `act --json` writes, a line each, as far as it is looked at. */
const Line = z.object({
  msg: z.string(),
  jobID: z.string(),
  matrix: z.record(z.string(), z.unknown()),
  jobResult: z.optional(z.enum(["success", "failure"])),
  command: z.optional(z.string()),
  name: z.optional(z.string()),
  arg: z.optional(z.string()),
  content: z.optional(z.string()),
  kvPairs: z.nullish(z.record(z.string(), z.string())),
});
export type Line = z.infer<typeof Line>;

/** The lines that are of a job. */
export function readLines(log: string): Line[] {
  return log.split("\n").flatMap((line): Line[] => {
    const read = line.startsWith("{") ? Line.safeParse(JSON.parse(line)) : undefined;
    return read?.success === true ? [read.data] : [];
  });
}

/** For people, where a test fails. */
export function textOf(lines: readonly Line[]): string {
  return lines.map(({ jobID, msg }) => `${jobID} │ ${msg.trimEnd().slice(0, 300)}`).join("\n");
}

/** The jobs that were started, in the order of their starts. */
export function jobsIn(lines: readonly Line[]): Job[] {
  const legs = Map.groupBy(lines, ({ jobID, matrix }) => `${jobID} ${JSON.stringify(matrix)}`);
  return [...legs.values()].map(jobOf);
}

/** What the jobs have said as errors, warnings or notices. */
export function said(jobs: readonly Job[], level: "error" | "warning" | "notice"): Command[] {
  return jobs.flatMap(({ commands }) => commands.filter(({ name }) => name === level));
}

function jobOf(lines: readonly Line[]): Job {
  const of = (name: string) => lines.filter(({ command }) => command === name);
  return {
    id: lines[0]?.jobID ?? "",
    matrix: lines[0]?.matrix ?? {},
    result: lines.find(({ jobResult }) => jobResult !== undefined)?.jobResult,
    outputs: Object.fromEntries(of("set-output").map(({ name = "", arg = "" }) => [name, arg])),
    commands: ["error", "warning", "notice"].flatMap((name) =>
      of(name).map(({ arg = "", kvPairs }) => ({ name, properties: kvPairs ?? {}, message: arg })),
    ),
    summary: of("summary")
      .map(({ content = "" }) => content)
      .join(""),
  };
}
