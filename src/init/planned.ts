import { parseConfig } from "../config/parse-config.ts";
import { formatProblem } from "../config/problem.ts";
import type { Config } from "../config/training.ts";
import { UserError } from "../config/user-error.ts";
import type { Answers, Place } from "./answers.ts";
import { configText } from "./config-text.ts";
import { type Dependencies, dependenciesOf } from "./dependencies.ts";
import { folderOf, type Repository, under } from "./repository.ts";
import type { FoundTraining } from "./trainings.ts";
import { type WorkflowFill, workflowText } from "./workflow-text.ts";

/** A file that init makes. */
export type Planned = { readonly path: string; readonly text: string };

/** A config for each folder in which something trains. */
export function plannedConfigs({ trainings: chosen, card, place }: Answers): Planned[] {
  const trainings = place === "hosted" ? chosen.map(withoutCards) : chosen;
  const folders = [...new Set(trainings.map(({ folder }) => folder))];
  return folders.map((folder) => {
    const own = trainings.filter((training) => training.folder === folder);
    return { path: under(folder, "vram-budget.yml"), text: configText(own, card) };
  });
}

/** A command is predicted as one process: where it makes several, only a runner with cards decides. */
function withoutCards(training: FoundTraining): FoundTraining {
  if (!SEVERAL_PROCESSES.test(training.run)) return training;
  const doubt = "several processes are measured, and not predicted: without a GPU this stays unknown";
  return { ...training, doubts: [...training.doubts, doubt] };
}

const SEVERAL_PROCESSES = /\b(?:torchrun|deepspeed|torch\.distributed)\b|--num[-_]processes[= ](?!1\b)/;

/** The examples that a place is made of, each under the name that it gets. */
const WORKFLOWS: Readonly<Record<Place, Readonly<Record<string, string>>>> = {
  hosted: { "gpu-memory.yml": "gpu-memory.yml" },
  gpu: { "gpu-memory.yml": "gpu-memory-on-a-gpu.yml" },
  public: {
    "gpu-memory.yml": "gpu-memory-public.yml",
    "gpu-memory-report.yml": "gpu-memory-public-report.yml",
  },
};

export type WorkflowPorts = {
  readonly repository: Repository;
  /** The text of an example's workflow. */
  readonly template: (name: string) => string;
  readonly action: WorkflowFill["action"];
};

/**
 * The workflows that check these configs.
 *
 * @throws UserError where one of them cannot be used: it is there, or a command was typed that no config can have
 */
export function plannedWorkflows(
  configs: readonly Planned[],
  { place, labels }: Answers,
  { repository, template, action }: WorkflowPorts,
): Planned[] {
  const runsCode = configs.map(readConfig).some(needsPython);
  const install = {
    dependencies: withoutCopies(configs.map(({ path }) => dependenciesOf(folderOfConfig(path), repository))),
    pythonVersionFile: repository.paths.includes(".python-version"),
  };
  const fill = { configs: configs.map(({ path }) => path), labels, action, install: runsCode ? install : undefined };
  return Object.entries(WORKFLOWS[place]).map(([name, example]) => ({
    path: `.github/workflows/${name}`,
    text: workflowText(template(example), fill),
  }));
}

function readConfig({ path, text }: Planned): Config {
  const parsed = parseConfig(path, text);
  if (parsed.kind === "config") return parsed.config;
  throw new UserError([`Cannot use ${path}`, ...parsed.problems.map(formatProblem)].join("\n"));
}

/** Layers are predicted without Python; all else runs the repository's code. */
function needsPython({ trainings }: Config): boolean {
  return trainings.some((training) => training.kind === "command" || training.model.kind !== "layers");
}

function folderOfConfig(path: string): string {
  return path.startsWith(".github/") ? "" : folderOf(path);
}

function withoutCopies(dependencies: readonly Dependencies[]): Dependencies[] {
  return [...new Map(dependencies.map((one) => [JSON.stringify(one), one])).values()];
}
