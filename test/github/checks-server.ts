import { type Answer, type Operations, refused } from "./server.ts";

/** What stands beside the commits of the repository. */
export type Marks = {
  readonly checkRuns: StoredCheckRun[];
  readonly statuses: { readonly sha: string; readonly body: Readonly<Record<string, unknown>> }[];
};

export type StoredCheckRun = {
  readonly id: number;
  readonly name: string;
  readonly head_sha: string;
  readonly details_url: string;
  readonly conclusion: string;
  title: string;
  summary: string;
  readonly annotations: Readonly<Record<string, unknown>>[];
};

type Output = {
  readonly title: string;
  readonly summary: string;
  readonly annotations?: StoredCheckRun["annotations"];
};
type CheckBody = Pick<StoredCheckRun, "name" | "head_sha" | "details_url" | "conclusion"> & { readonly output: Output };

/** Where check runs are refused with this status, as to a person's token or on Gitea; undefined where they are not. */
export type Without = { readonly checks?: number; readonly statuses?: number };

export function newMarks(): Marks {
  return { checkRuns: [], statuses: [] };
}

export function checksOperations({ checkRuns, statuses }: Marks, without: Without = {}): Operations {
  const answers: Readonly<Record<string, (path: Readonly<Record<string, string>>, body: unknown) => Answer>> = {
    "checks/create": (_, body) => {
      if (without.checks !== undefined) return refused(without.checks, "No check runs here");
      const { output, ...rest } = body as CheckBody;
      const run = { id: 300 + checkRuns.length, ...rest, ...output, annotations: [...(output.annotations ?? [])] };
      checkRuns.push(run);
      return { status: 201, body: checkDocument(run) };
    },
    "checks/update": ({ check_run_id }, body) => {
      const run = checkRuns[Number(check_run_id) - 300];
      if (run === undefined) return refused(404, "Not Found");
      const { title, summary, annotations = [] } = (body as CheckBody).output;
      run.annotations.push(...annotations);
      Object.assign(run, { title, summary });
      return { status: 200, body: checkDocument(run) };
    },
    "repos/create-commit-status": ({ sha = "" }, body) => {
      if (without.statuses !== undefined) return refused(without.statuses, "No statuses here");
      const status = body as { state: string; context: string; description: string; target_url: string };
      statuses.push({ sha, body: status });
      return { status: 201, body: statusDocument(status) };
    },
  };
  return ({ operation, path }, _, body) => answers[operation.operationId]?.(path, body);
}

const API = "https://api.github.com/repos/octo-org/octo-repo";

function checkDocument(run: StoredCheckRun): object {
  const url = `${API}/check-runs/${run.id}`;
  const time = "2026-11-25T08:00:00Z";
  const output = { title: run.title, summary: run.summary, text: null, annotations_count: run.annotations.length };
  return {
    id: run.id,
    node_id: "CR_1",
    head_sha: run.head_sha,
    external_id: "",
    url,
    html_url: url,
    details_url: run.details_url,
    status: "completed",
    conclusion: run.conclusion,
    started_at: time,
    completed_at: time,
    output: { ...output, annotations_url: `${url}/annotations` },
    name: run.name,
    check_suite: { id: 5 },
    app: null,
    pull_requests: [],
  };
}

function statusDocument(status: Readonly<Record<string, string>>): object {
  const time = "2026-11-25T08:00:00Z";
  const nothing = { avatar_url: null, creator: null };
  return { url: `${API}/statuses/1`, id: 1, node_id: "S_1", ...nothing, ...status, created_at: time, updated_at: time };
}
