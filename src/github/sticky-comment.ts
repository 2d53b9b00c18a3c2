import type { CommentsApi, IssueComment } from "./comments.ts";

/** Which comment is ours, and how new it is: run ids grow, attempts within a run too. */
export type CommentKey = {
  /** Letters, digits, `.`, `_` and `-`. */
  readonly key: string;
  readonly run_id: number;
  readonly run_attempt: number;
  /** The commit that the text is about. */
  readonly head_sha: string;
};

/** What became of the comment. `newer`: a later run's is there and stays. `none`: there was none and none was wanted. */
export type Kept = "created" | "updated" | "unchanged" | "newer" | "none";

/** Each round reads all comments and does one thing; two runs that meet need three. */
const ROUNDS = 5;

/**
 * Keeps one comment with this key on the pull request, updated in place. Only comments of our own author with our marker
 * count. Reads again after each write until there is nothing left to do, so that runs which write at once end with one
 * comment: of several the newest run's stays, else the oldest comment. An older run leaves a newer run's text alone;
 * as GitHub has no compare-and-set, it can still overwrite one that was written between its reading and its writing.
 *
 * @param create False only updates a comment that is already there.
 */
export async function keepComment(api: CommentsApi, key: CommentKey, text: string, create = true): Promise<Kept> {
  let login = await api.ownLogin();
  const body = `${text.trimEnd()}\n\n${markerOf(key)}`;
  let done: Kept = "none";
  for (let round = 0; round < ROUNDS; round++) {
    const [current, ...others] = ownComments(await api.list(), login, key.key);
    for (const { id } of others) await api.remove(id);
    if (current === undefined) {
      if (!create || done === "created") return done; // a comment just made may be missing from the next list
      login = (await api.create(body)).author; // what a server does not tell, its answer does
      done = "created";
      continue;
    }
    const age = compareAge(ageOf(current), key);
    if (age > 0) return "newer";
    if (isSame(current.body, body)) return done === "none" ? "unchanged" : done;
    if (age === 0 && done !== "none") return done; // a twin of this run, or a server that changed our text
    if (await api.update(current.id, body)) done = done === "created" ? done : "updated";
  }
  return done;
}

/** Ours, with the one that stays in front: the newest run's, and of those the oldest comment. */
function ownComments(comments: readonly IssueComment[], login: string, key: string): IssueComment[] {
  return comments
    .filter(({ author, body }) => author === login && readMarker(body)?.key === key)
    .toSorted((a, b) => compareAge(ageOf(b), ageOf(a)) || a.id - b.id);
}

/** Servers differ in line ends and in what they trim. */
function isSame(a: string, b: string): boolean {
  const normal = (text: string) => text.replaceAll("\r\n", "\n").trim();
  return normal(a) === normal(b);
}

/** Hidden, at the end, where an e-mail's preview does not show it. */
export function markerOf({ key, run_id, run_attempt, head_sha }: CommentKey): string {
  return `<!-- vram-budget key=${key} run=${run_id}.${run_attempt} sha=${head_sha} -->`;
}

type Age = Pick<CommentKey, "run_id" | "run_attempt">;

const MARKER = /<!-- vram-budget key=([\w.-]+) run=(\d+)\.(\d+) sha=[0-9a-f]* -->\s*$/;

function readMarker(body: string): (Age & { key: string }) | undefined {
  const found = MARKER.exec(body);
  if (found === null) return undefined;
  const [, key = "", run, attempt] = found;
  return { key, run_id: Number(run), run_attempt: Number(attempt) };
}

function ageOf({ body }: IssueComment): Age {
  return readMarker(body) ?? { run_id: 0, run_attempt: 0 };
}

function compareAge(a: Age, b: Age): number {
  return a.run_id - b.run_id || a.run_attempt - b.run_attempt;
}
