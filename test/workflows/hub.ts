import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { FAKE_PYTHON, measurement } from "../github/job.ts";
import { type FakePull, type GitHubOfJobs, githubOfJobs } from "../github/jobs-server.ts";
import { newWorkspace } from "../github/runner.ts";
import { type Identity, type Options, WORKFLOW } from "../github/server.ts";
import { zip } from "../github/zip.ts";
import { type Ran, runWorkflow, tokenOf } from "./act.ts";
import { type Event, type Pull, headOf, pushed } from "./events.ts";
import { grantsOf } from "./job-grants.ts";
import { newRepository } from "./repository.ts";
import { startResults } from "./results.ts";

export type Started = {
  readonly runId: number;
  readonly attempt?: number;
  /** The text of the workflow. */
  readonly workflow: string;
  /** Else that the newest commit of the pull request was pushed. */
  readonly event?: Event;
  /** What a Python does when it is asked to train, before it answers. */
  readonly training?: string;
  readonly cancelWhen?: () => boolean;
};

/** A repository on GitHub with one pull request, and runners for its workflows. */
export type Hub = {
  readonly server: GitHubOfJobs;
  /** Pushes a commit to the pull request. */
  readonly push: (files: Readonly<Record<string, string>>) => Pull;
  /** Puts a label on the pull request. */
  readonly label: (name: string) => void;
  readonly run: (started: Started) => Promise<Ran>;
  /** With what a Python was started on a runner, a line each. */
  readonly asked: () => string;
};

export function example(name: string): string {
  return readFileSync(join(import.meta.dirname, "../../examples/workflows", name), "utf8");
}

/** What stands behind each comment, hidden: its key, the run and the commit. */
export function markers({ comments }: GitHubOfJobs): (string | undefined)[] {
  return comments.map(({ body }) => /<!-- vram-budget (.+) -->$/.exec(body)?.[1]);
}

type Setting = Pick<Options, "before" | "operations"> & {
  /** Whether the pull request comes from a fork. */
  readonly fork?: boolean;
  /** What the branch holds that it is based on. */
  readonly base?: Readonly<Record<string, string>>;
};

export async function newHub(t: TestContext, setting: Setting = {}): Promise<Hub> {
  const { before, operations, fork = false, base: first = { "README.md": "# A model\n" } } = setting;
  const repository = newRepository(t);
  const base = repository.commit(first);
  let held = first;
  let newest = { head: base, base, fork };
  const tokens: Record<string, Identity> = {};
  const server = await githubOfJobs(t, {
    tokens,
    merge_base: base,
    ...(before === undefined ? {} : { before }),
    ...(operations === undefined ? {} : { operations }),
  });
  const results = await startResults(t, async ({ run, name, file, content }) => {
    await before?.({ line: `PUT ${name}`, authorization: "", body: undefined });
    server.artifacts.push({ run, name, archive: zip([{ name: file, content }]), expired: false });
  });
  server.commits[base] = first;
  repository.branch("change");
  const log = join(newWorkspace(t, { "python.log": "" }), "python.log");
  return {
    server,
    push(files) {
      const head = repository.commit(files);
      newest = { head, base, fork };
      held = { ...held, ...files };
      server.commits[head] = held;
      server.pulls.splice(0, 1, openPull(newest));
      return newest;
    },
    label(name) {
      const [pull] = server.pulls;
      if (pull !== undefined) server.pulls.splice(0, 1, { ...pull, labels: [...(pull.labels ?? []), name] });
    },
    run({ runId, attempt = 1, workflow, event = pushed(newest), training = "", ...rest }) {
      const token = `ghs_${runId}`;
      const jobs = grantsOf(workflow, event.reads);
      for (const [job, { permissions }] of jobs) tokens[tokenOf({ token }, job)] = { ...WORKFLOW, permissions };
      return runWorkflow(t, {
        ...rest,
        workflow,
        event,
        token,
        runners: new Map([...jobs].map(([job, { runner }]) => [job, runner])),
        repository: repository.folder,
        environment: {
          ACTIONS_RESULTS_URL: results,
          GITHUB_API_URL: server.url,
          GITHUB_REPOSITORY: "octo-org/octo-repo",
          GITHUB_RUN_ID: String(runId),
          GITHUB_RUN_ATTEMPT: String(attempt),
        },
        python: pythonWith(log, training),
      });
    },
    asked: () => readFileSync(log, "utf8"),
  };
}

function openPull(pull: Pull): FakePull {
  const { ref, repo } = headOf(pull);
  return { number: 7, head: { id: repo.id, owner: repo.owner.login, ref, sha: pull.head } };
}

/** Measures on the CPU what is predicted for it, and traces nothing: who asks for a trace does not close its question. */
function pythonWith(log: string, training: string): string {
  const measures = `read -r question\ncase "$question" in *'"device":"auto"'*) ;; *) exit 1 ;; esac`;
  return FAKE_PYTHON(measurement())
    .replace("env | sort >> seen-by-python", () => `echo "$@" >> ${log}`)
    .replace("cat > /dev/null", () => `${measures}\n${training}`);
}
