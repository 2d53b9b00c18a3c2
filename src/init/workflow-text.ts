import { isMap, isNode, isScalar, isSeq, parseDocument, stringify, type YAMLMap } from "yaml";
import type { Dependencies } from "./dependencies.ts";
import { quoted } from "./shell-word.ts";

/** What of an example's workflow is the repository's own. */
export type WorkflowFill = {
  /** The configs, in the order in which they are checked. */
  readonly configs: readonly string[];
  /** Of the runner with the GPU. */
  readonly labels: readonly string[];
  /** This release, and its commit; where this copy does not know its own, what the example names stays. */
  readonly action: { readonly version: string; readonly commit: string | undefined };
  /** What the hosted jobs install to run the trainings; undefined where they run nothing. */
  readonly install: { readonly dependencies: readonly Dependencies[]; readonly pythonVersionFile: boolean } | undefined;
};

/** What examples name before the first release: a workflow with it cannot start, until a commit is written there. */
export const NO_COMMIT = "0".repeat(40);

/**
 * A workflow of `examples/workflows` for a repository: only the places change that {@linkcode WorkflowFill} has, every
 * comment and every line stays as it is.
 */
export function workflowText(template: string, fill: WorkflowFill): string {
  const { version, commit } = fill.action;
  const pin = commit === undefined ? "$&" : `$1${commit} # v${version}`;
  return withInstallSteps(template, fill)
    .replaceAll(/(vram-budget\/vram-budget@)\S+ # .*$/gm, pin)
    .replaceAll("[self-hosted, gpu]", `[${fill.labels.join(", ")}]`)
    .replaceAll(/^( *)config: vram-budget\.yml$/gm, (_, indent: string) => configLines(indent, fill.configs));
}

function configLines(indent: string, configs: readonly string[]): string {
  const [only, ...others] = configs;
  if (only !== undefined && others.length === 0) return `${indent}config: ${plain(only)}`;
  return [`${indent}config: |`, ...configs.map((config) => `${indent}  ${config}`)].join("\n");
}

/** As YAML: a name that a folder may have could end the line or begin a comment. */
function plain(text: string): string {
  return stringify(text, { lineWidth: 0 }).trimEnd();
}

/** Before the action's own step, in each job that has the repository's code on a hosted runner. */
function withInstallSteps(template: string, { install }: WorkflowFill): string {
  if (install === undefined) return template;
  const places = hostedJobs(template).flatMap(placeOfAction);
  return places
    .toSorted((a, b) => b - a)
    .reduce((text, place) => {
      const line = text.lastIndexOf("\n", place) + 1;
      const indent = " ".repeat(place - line);
      return text.slice(0, line) + installSteps(install, indent) + text.slice(line);
    }, template);
}

function hostedJobs(template: string): YAMLMap[] {
  const jobs = parseDocument(template).get("jobs");
  if (!isMap(jobs)) return [];
  return jobs.items
    .map(({ value }) => value)
    .filter((job): job is YAMLMap => isMap(job) && String(job.get("runs-on")).startsWith("ubuntu-"))
    .filter((job) => usesOf(job).some(({ uses }) => uses.startsWith("actions/checkout@")));
}

/** Where the dash of the action's step stands. */
function placeOfAction(job: YAMLMap): number[] {
  const step = usesOf(job).find(({ uses }) => uses.startsWith("vram-budget/vram-budget@"));
  return step === undefined ? [] : [step.offset - "- ".length];
}

function usesOf(job: YAMLMap): { uses: string; offset: number }[] {
  const steps = job.get("steps");
  if (!isSeq(steps)) return [];
  return steps.items.flatMap((step) => {
    const uses = isMap(step) ? step.get("uses", true) : undefined;
    if (!isNode(step) || !isScalar(uses)) return [];
    return [{ uses: String(uses.value), offset: step.range?.[0] ?? 0 }];
  });
}

const CPU_BUILDS = "--extra-index-url https://download.pytorch.org/whl/cpu";

function installSteps(
  { dependencies, pythonVersionFile }: NonNullable<WorkflowFill["install"]>,
  indent: string,
): string {
  const version = pythonVersionFile ? "python-version-file: .python-version" : 'python-version: "3.12"';
  const lines = [
    "- uses: actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065 # v5.6.0",
    "  with:",
    `    ${version}`,
    "# what the trainings import, with PyTorch's build for the CPU",
    ...notes(dependencies).map((note) => `# ${note}`),
    `- run: ${plain(`pip install ${CPU_BUILDS} ${wanted(dependencies).join(" ")}`)}`,
  ];
  return lines.map((line) => `${indent}${line}\n`).join("");
}

function wanted(dependencies: readonly Dependencies[]): string[] {
  const named = dependencies.flatMap((one) => {
    if (one.kind === "requirements") return [`-r ${quoted(one.path)}`];
    return one.kind === "project" ? [one.folder === "" ? "-e ." : `-e ${quoted(`./${one.folder}`)}`] : [];
  });
  return named.length > 0 ? [...new Set(named)] : ["torch"];
}

function notes(dependencies: readonly Dependencies[]): string[] {
  return [
    ...dependencies.flatMap((one) =>
      one.kind === "conda" ? [`Not sure: the packages of ${one.path} are to be added`] : [],
    ),
    ...(dependencies.some(({ kind }) => kind === "none")
      ? ["Not sure: no requirements.txt and no pyproject.toml was found, so that only torch is installed"]
      : []),
  ];
}
