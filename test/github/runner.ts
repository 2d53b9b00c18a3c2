import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { parse } from "yaml";

const root = join(import.meta.dirname, "../..");
const node = join(root, "node_modules/.bin/node");

type Action = { inputs: Record<string, { default?: string }>; outputs: Record<string, object>; runs: { main: string } };
export const action = parse(readFileSync(join(root, "action.yml"), "utf8")) as Action;

/** A line such as `::error file=a.yml,line=3::text`, as the runner reads it. */
export type Command = { readonly name: string; readonly properties: Record<string, string>; readonly message: string };

export type Job = {
  readonly event: string;
  readonly payload: unknown;
  /** Of the workspace, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Symbolic links of the workspace: where they stand, and where they lead. */
  readonly links?: Readonly<Record<string, string>>;
  readonly apiUrl: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly token?: string;
  readonly runId?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Sent once the file is there. */
  readonly cancelWhen?: (workspace: string) => boolean;
};

export type Ran = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly commands: readonly Command[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly workspace: string;
};

export function newWorkspace(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "vram-budget-action-")));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, path.startsWith("bin/") ? { mode: 0o755 } : {});
  }
  return folder;
}

/** Runs the committed `dist/index.js` as a runner does: its environment and nothing else, its files, its commands. */
export async function runAction(t: TestContext, job: Job): Promise<Ran> {
  const workspace = newWorkspace(t, job.files);
  for (const [path, target] of Object.entries(job.links ?? {})) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    symlinkSync(target, join(workspace, path));
  }
  const temp = newWorkspace(t, {
    event: JSON.stringify(job.payload),
    output: "",
    summary: "",
    env: "",
    state: "",
    path: "",
  });
  const child = spawn(node, [join(root, action.runs.main)], { cwd: workspace, env: environment(job, workspace, temp) });
  const state = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => (state.stdout += String(chunk)));
  child.stderr.on("data", (chunk) => (state.stderr += String(chunk)));
  const watch = setInterval(() => {
    if (job.cancelWhen?.(workspace) === true && child.kill("SIGINT")) clearInterval(watch);
  }, 20);
  const code = await new Promise<number | null>((done) => {
    child.once("close", done);
  });
  clearInterval(watch);
  for (const file of ["env", "state", "path"])
    assert.equal(readFileSync(join(temp, file), "utf8"), "", `GITHUB_${file}`);
  const outputs = readOutputs(readFileSync(join(temp, "output"), "utf8"));
  for (const name of Object.keys(outputs)) assert.ok(name in action.outputs, `action.yml names no output ${name}`);
  const summary = readFileSync(join(temp, "summary"), "utf8");
  assert.ok(Buffer.byteLength(summary) <= 2 ** 20, "the summary is over 1 MiB");
  return { code, ...state, commands: readCommands(state.stdout), outputs, summary, workspace };
}

/** `INPUT_` in capitals with spaces as `_`; hyphens stay. Inputs that are not given have their default. */
function environment(job: Job, workspace: string, temp: string): Record<string, string> {
  const given: Readonly<Record<string, string>> = job.inputs ?? {};
  for (const name of Object.keys(given)) assert.ok(name in action.inputs, `action.yml names no input ${name}`);
  const inputs = Object.entries(action.inputs).map(([name, { default: otherwise = "" }]) => {
    const value = given[name] ?? (otherwise === "${{ github.token }}" ? (job.token ?? "ghs_workflow") : otherwise);
    return [`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`, value];
  });
  return {
    ...Object.fromEntries(inputs),
    PATH: "/usr/local/bin:/usr/bin:/bin",
    HOME: temp,
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_ACTION: "__vram-budget_vram-budget",
    GITHUB_ACTOR: "octocat",
    GITHUB_API_URL: job.apiUrl,
    GITHUB_BASE_REF: "main",
    GITHUB_ENV: join(temp, "env"),
    GITHUB_EVENT_NAME: job.event,
    GITHUB_EVENT_PATH: join(temp, "event"),
    GITHUB_HEAD_REF: "change",
    GITHUB_JOB: "vram",
    GITHUB_OUTPUT: join(temp, "output"),
    GITHUB_PATH: join(temp, "path"),
    GITHUB_REF: "refs/pull/7/merge",
    GITHUB_REPOSITORY: "octo-org/octo-repo",
    GITHUB_REPOSITORY_ID: "1",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_RUN_ID: String(job.runId ?? 100),
    GITHUB_RUN_NUMBER: "3",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_SHA: "c".repeat(40),
    GITHUB_STATE: join(temp, "state"),
    GITHUB_STEP_SUMMARY: join(temp, "summary"),
    GITHUB_WORKFLOW: "CI",
    GITHUB_WORKSPACE: workspace,
    ACTIONS_RESULTS_URL: "https://results-receiver.actions.githubusercontent.com/",
    ACTIONS_RUNTIME_TOKEN: "canary-runtime-token",
    ACTIONS_RUNTIME_URL: "https://pipelines.actions.githubusercontent.com/",
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "canary-id-token",
    RUNNER_ARCH: "X64",
    RUNNER_ENVIRONMENT: "self-hosted",
    RUNNER_NAME: "gpu-1",
    RUNNER_OS: "Linux",
    RUNNER_TEMP: temp,
    RUNNER_TOOL_CACHE: temp,
    RUNNER_TRACKING_ID: "github_canary",
    ...job.env,
  };
}

/** `name=value`, or `name<<delimiter` with lines up to the delimiter: as the runner's FileCommandManager. */
export function readOutputs(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  const lines = text.split("\n");
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    if (line === "") continue;
    const [, heredoc, delimiter = ""] = /^([^=]+?)<<(.+)$/.exec(line) ?? [];
    if (heredoc === undefined) {
      const split = line.indexOf("=");
      assert.ok(split > 0, `Invalid format '${line}'`);
      found[line.slice(0, split)] = line.slice(split + 1);
      continue;
    }
    const end = lines.indexOf(delimiter);
    assert.ok(end >= 0, `Matching delimiter not found '${delimiter}'`);
    found[heredoc] = lines
      .splice(0, end + 1)
      .slice(0, -1)
      .join("\n");
  }
  return found;
}

/** As the runner's ActionCommand: after `stop-commands` only the token itself is one. */
export function readCommands(stdout: string): Command[] {
  const found: Command[] = [];
  let resume: string | undefined;
  for (const line of stdout.split(/\r?\n/)) {
    const [, name = "", rest = "", message = ""] = /^\s*::([\w-]+)(?: ([^:]*(?:%3A[^:]*)*))?::(.*)$/.exec(line) ?? [];
    if (name === "") continue;
    if (resume !== undefined) {
      if (name === resume) resume = undefined;
      continue;
    }
    if (name === "stop-commands") resume = message;
    const properties = rest.split(",").flatMap((pair): [string, string][] => {
      const split = pair.indexOf("=");
      return split < 0 ? [] : [[pair.slice(0, split), unescape(pair.slice(split + 1))]];
    });
    found.push({ name, properties: Object.fromEntries(properties), message: unescape(message) });
  }
  return found;
}

function unescape(text: string): string {
  const known: Record<string, string> = { "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%" };
  return text.replaceAll(/%(0D|0A|3A|2C|25)/g, (code) => known[code] ?? code);
}

export function readReport(ran: Ran, name: string): string {
  const file = join(ran.workspace, "vram-budget-report", name);
  assert.ok(existsSync(file), `${name} is not there`);
  return readFileSync(file, "utf8");
}
