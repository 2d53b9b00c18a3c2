import { CONFIG_FILES } from "../commands/config-file.ts";
import { parseConfig } from "../config/parse-config.ts";
import { formatProblem } from "../config/problem.ts";
import { UserError } from "../config/user-error.ts";
import { type Answers, type Ask, askAll, type Place } from "./answers.ts";
import { configText } from "./config-text.ts";
import { type Dependencies, dependenciesOf } from "./dependencies.ts";
import { folderOf, type Repository } from "./repository.ts";
import { type Found, type FoundTraining, findTrainings, shown } from "./trainings.ts";
import { NO_COMMIT, workflowText } from "./workflow-text.ts";

/** What `vram-budget init` needs of the world. */
export type InitPorts = {
  readonly repository: Repository;
  readonly ask: Ask;
  /** The text of an example's workflow. */
  readonly template: (name: string) => string;
  readonly action: { readonly version: string; readonly commit: string | undefined };
  /** Makes a file; false where something is there already, which stays as it is. */
  readonly create: (path: string, text: string) => Promise<boolean>;
  readonly say: (line: string) => void;
};

/** A file that init makes. */
export type Planned = { readonly path: string; readonly text: string };

/** The examples that a place is made of, each under the name that it gets. */
const WORKFLOWS: Readonly<Record<Place, Readonly<Record<string, string>>>> = {
  hosted: { "gpu-memory.yml": "gpu-memory.yml" },
  gpu: { "gpu-memory.yml": "gpu-memory-on-a-gpu.yml" },
  public: {
    "gpu-memory.yml": "gpu-memory-public.yml",
    "gpu-memory-report.yml": "gpu-memory-public-report.yml",
  },
};

/**
 * Looks at a repository, asks what it cannot see, and gives the config and the workflow for it. Nothing is run and
 * nothing is written.
 *
 * @throws UserError where nothing that trains was found or named
 */
export async function planFiles(ports: InitPorts): Promise<readonly Planned[]> {
  const { repository, say } = ports;
  const there = existingConfigs(repository);
  const found = there.length > 0 ? undefined : findTrainings(repository);
  tellFound(found, there, say);
  const asked = await askAll(ports.ask, found?.trainings);
  if (asked.kind === "ended") throw new UserError("Nothing is written: the questions were not answered");
  const { answers } = asked;
  if (found !== undefined && answers.trainings.length === 0) throw new UserError(nothingFound());
  const configs = there.length > 0 ? [] : plannedConfigs(answers);
  const paths = [...there, ...configs.map(({ path }) => path)];
  return [...configs, ...plannedWorkflows(paths, answers, ports)];
}

/** Writes what is planned, and nothing over what is there. */
export async function writeFiles({ create, say, action }: InitPorts, files: readonly Planned[]): Promise<void> {
  for (const { path, text } of files) {
    const isNew = await create(path, text);
    say(isNew ? `Wrote ${path}` : `${path} is there: not touched (--print shows what it would be)`);
    if (!isNew) continue;
    for (const [, doubt] of text.matchAll(/# (Not sure: .*)/g)) say(`  ${doubt}`);
    if (text.includes("workflow_run:"))
      say("  It runs from the default branch: the first comment comes when it is there");
    if (text.includes(NO_COMMIT)) for (const line of missingCommit(action.version)) say(line);
  }
  say("Then: the same command with predict in the place of init, and a pull request");
}

function missingCommit(version: string): string[] {
  return [
    `  It names no commit of vram-budget yet (${NO_COMMIT.slice(0, 7)}…): write that of v${version}, which`,
    `  git ls-remote https://github.com/vram-budget/vram-budget v${version} prints`,
  ];
}

/** What would be written, each file under its path, as `head` prints several. */
export function printed(files: readonly Planned[]): string {
  return files.map(({ path, text }) => `==> ${path} <==\n${text}`).join("\n");
}

function existingConfigs({ paths }: Repository): string[] {
  return paths.filter((path) => CONFIG_FILES.some((name) => path === name || path.endsWith(`/${name}`)));
}

function tellFound(found: Found | undefined, there: readonly string[], say: (line: string) => void): void {
  for (const path of there) say(`${path} is there: only the workflow is to be made`);
  if (found === undefined) return;
  const { trainings, aside } = found;
  for (const [index, { folder, run, from }] of trainings.entries()) {
    say(`${index + 1}  ${shown(folder, run)}`);
    for (const line of from) say(`     ${line}`);
  }
  for (const line of aside) say(`-  ${line}`);
}

function nothingFound(): string {
  return [
    "Cannot find a command that trains: no script with a loop of PyTorch, a Trainer, Accelerate or Lightning, and no config of axolotl or LLaMA-Factory",
    "Run init on a terminal to name a command, or write the config by hand: docs/measuring.md has one to begin with",
  ].join("\n");
}

function plannedConfigs({ trainings: chosen, card, place }: Answers): Planned[] {
  const trainings = place === "hosted" ? chosen.map(withoutCards) : chosen;
  const folders = [...new Set(trainings.map(({ folder }) => folder))];
  return folders.map((folder) => {
    const path = folder === "" ? "vram-budget.yml" : `${folder}/vram-budget.yml`;
    const text = configText(
      trainings.filter((training) => training.folder === folder),
      card,
    );
    return { path, text };
  });
}

/** A command is predicted as one process: where it makes several, only a runner with cards decides. */
function withoutCards(training: FoundTraining): FoundTraining {
  if (!/\b(?:torchrun|deepspeed|torch\.distributed)\b|--num[-_]processes[= ](?!1\b)/.test(training.run))
    return training;
  const doubt = "several processes are measured, and not predicted: without a GPU this stays unknown";
  return { ...training, doubts: [...training.doubts, doubt] };
}

function plannedWorkflows(configs: readonly string[], answers: Answers, ports: InitPorts): Planned[] {
  const { repository, action } = ports;
  const dependencies = runsCode(configs, answers.trainings, repository)
    ? configs.map((config) => dependenciesOf(configFolder(config), repository))
    : undefined;
  const install = dependencies && {
    dependencies: withoutCopies(dependencies),
    pythonVersionFile: repository.paths.includes(".python-version"),
  };
  const fill = { configs, labels: answers.labels, action, install };
  return Object.entries(WORKFLOWS[answers.place]).map(([name, example]) => ({
    path: `.github/workflows/${name}`,
    text: workflowText(ports.template(example), fill),
  }));
}

/** A layers model is predicted without Python; all else runs the repository's code. */
function runsCode(configs: readonly string[], trainings: readonly FoundTraining[], { text }: Repository): boolean {
  if (trainings.length > 0) return true;
  return configs.some((path) => {
    const parsed = parseConfig(path, text(path) ?? "");
    if (parsed.kind === "problems") {
      throw new UserError(["Cannot use what is there", ...parsed.problems.map(formatProblem)].join("\n"));
    }
    return parsed.config.trainings.some((one) => one.kind === "command" || one.model.kind !== "layers");
  });
}

function configFolder(config: string): string {
  return config.startsWith(".github/") ? "" : folderOf(config);
}

function withoutCopies(dependencies: readonly Dependencies[]): Dependencies[] {
  return [...new Map(dependencies.map((one) => [JSON.stringify(one), one])).values()];
}
