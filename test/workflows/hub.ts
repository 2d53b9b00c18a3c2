import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { FAKE_PYTHON, config, measurement } from "../github/job.ts";
import { newWorkspace } from "../github/runner.ts";
import { type FakeGitHub, type Identity, type Options, WORKFLOW, startGitHub } from "../github/server.ts";
import { type Ran, runWorkflow, tokenOf } from "./act.ts";
import { type Event, pushedTo } from "./events.ts";
import { permissionsByJob } from "./job-permissions.ts";
import { newRepository } from "./repository.ts";

export type Started = {
  readonly runId: number;
  readonly attempt?: number;
  /** The text of the workflow; else that of `gpu-memory.yml`. */
  readonly workflow?: string;
  readonly fork?: boolean;
  /** What the Python does once it is asked to train, in place of answering at once. */
  readonly training?: string;
  readonly cancelWhen?: () => boolean;
};

/** A repository on GitHub with one pull request, and runners for its workflows. */
export type Hub = {
  readonly server: FakeGitHub;
  /** Pushes a commit to the pull request; gives its id. */
  readonly push: (files: Readonly<Record<string, string>>) => string;
  /** Runs a workflow for the newest commit of the pull request. */
  readonly run: (started: Started) => Promise<Ran>;
  /** Whether a Python was started on a runner. */
  readonly pythonRan: () => boolean;
};

export function example(name: string): string {
  return readFileSync(join(import.meta.dirname, "../../examples/workflows", name), "utf8");
}

export async function newHub(t: TestContext, options: Pick<Options, "before"> = {}): Promise<Hub> {
  const tokens: Record<string, Identity> = {};
  const server = await startGitHub({ ...options, tokens });
  t.after(() => server.close());
  const repository = newRepository(t);
  const base = repository.commit({ "vram-budget.yml": config() });
  repository.branch("change");
  let head = base;
  const log = join(newWorkspace(t, { "python.log": "" }), "python.log");

  const event = (fork: boolean | undefined): Event => pushedTo({ head, base, fork });
  return {
    server,
    push: (files) => (head = repository.commit(files)),
    async run({ runId, attempt = 1, workflow = example("gpu-memory.yml"), fork, training = "", ...rest }) {
      const started = event(fork);
      const token = `ghs_${runId}`;
      for (const [job, permissions] of permissionsByJob(workflow, started.fork))
        tokens[tokenOf({ token }, job)] = { ...WORKFLOW, permissions };
      return runWorkflow(t, {
        ...rest,
        workflow,
        token,
        event: started.name,
        payload: started.payload,
        checkout: repository.folder,
        environment: {
          GITHUB_API_URL: server.url,
          GITHUB_REPOSITORY: "octo-org/octo-repo",
          GITHUB_RUN_ID: String(runId),
          GITHUB_RUN_ATTEMPT: String(attempt),
        },
        python: FAKE_PYTHON(measurement())
          .replace("env | sort >> seen-by-python", () => `echo "$@" >> ${log}`)
          .replace("cat > /dev/null", (line) => `${line}\n${training}`),
      });
    },
    pythonRan: () => readFileSync(log, "utf8") !== "",
  };
}
