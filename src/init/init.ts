import { CONFIG_FILES } from "../commands/config-file.ts";
import { UserError } from "../config/user-error.ts";
import { type Ask, askAll } from "./answers.ts";
import { type Planned, plannedConfigs, plannedWorkflows, type WorkflowPorts } from "./planned.ts";
import type { Repository } from "./repository.ts";
import { type Found, findTrainings, shown } from "./trainings.ts";
import { NO_COMMIT } from "./workflow-text.ts";

/** What `vram-budget init` needs of the world. */
export type InitPorts = WorkflowPorts & {
  readonly ask: Ask;
  /** Makes a file; false where something is there already, which stays as it is. */
  readonly create: (path: string, text: string) => Promise<boolean>;
  readonly say: (line: string) => void;
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
  const answers = await askAll(ports.ask, found?.trainings);
  if (found !== undefined && answers.trainings.length === 0) throw new UserError(nothingFound());
  const configs = there.length > 0 ? [] : plannedConfigs(answers);
  const texts = [...there.map((path) => ({ path, text: repository.text(path) ?? "" })), ...configs];
  return [...configs, ...plannedWorkflows(texts, answers, ports)];
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
