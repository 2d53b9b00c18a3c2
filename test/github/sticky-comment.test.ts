import assert from "node:assert/strict";
import { test } from "node:test";
import type { CommentsApi } from "../../src/github/comments.ts";
import { type CommentKey, type Kept, keepComment, markerOf } from "../../src/github/sticky-comment.ts";
import { interleave, randomFrom, type Turn } from "./interleaving.ts";

const US = "github-actions[bot]";
type Stored = { id: number; author: string; body: string };

const keyOf = (run_id: number, run_attempt = 1): CommentKey => ({ key: "default", run_id, run_attempt, head_sha: "" });
const textOf = (key: CommentKey) => `run ${key.run_id}.${key.run_attempt}\n\n${markerOf(key)}`;

/** A pull request in memory. Each request waits for its turn, and then happens at once. */
function fakeApi(comments: Stored[], turn: () => Promise<void> = async () => {}, log: string[] = []): CommentsApi {
  const indexOf = (id: number) => comments.findIndex((comment) => comment.id === id);
  return {
    ownLogin: async () => US,
    list: async () => {
      await turn();
      log.push("list");
      return structuredClone(comments);
    },
    create: async (body) => {
      await turn();
      log.push("create");
      const comment = { id: 1 + Math.max(0, ...comments.map(({ id }) => id)), author: US, body };
      comments.push(comment);
      return comment;
    },
    update: async (id, body) => {
      await turn();
      log.push("update");
      const comment = comments[indexOf(id)];
      if (comment !== undefined) comment.body = body;
      return comment !== undefined;
    },
    remove: async (id) => {
      await turn();
      log.push("remove");
      if (indexOf(id) >= 0) comments.splice(indexOf(id), 1);
    },
  };
}

/** Runs of these keys at once, in an order of their requests that the seed draws. */
function keepAtOnce(seed: number, comments: Stored[], keys: readonly CommentKey[]): Promise<Kept[]> {
  const runs = keys.map((key) => (turn: Turn) => {
    return keepComment(fakeApi(comments, turn), key, `run ${key.run_id}.${key.run_attempt}`);
  });
  return interleave(seed, runs);
}

const own = (comments: readonly Stored[]) => comments.filter(({ author }) => author === US);

test("keepComment() ends with the newest run's comment alone, however two runs meet on a fresh pull request", async () => {
  for (let seed = 0; seed < 500; seed++) {
    const comments: Stored[] = [{ id: 1, author: "octocat", body: textOf(keyOf(999)) }];
    await keepAtOnce(seed, comments, [keyOf(5), keyOf(6)]);
    assert.deepEqual(
      own(comments).map(({ body }) => body),
      [textOf(keyOf(6))],
      `seed ${seed}`,
    );
    assert.equal(comments.length, 2, `seed ${seed}`);
  }
});

test("keepComment() ends with one comment, however two runs meet where there are some", async () => {
  let newest = 0;
  for (let seed = 0; seed < 500; seed++) {
    const before = [3, 4]
      .slice(seed % 2)
      .map((run, index) => ({ id: index + 1, author: US, body: textOf(keyOf(run)) }));
    const kept = await keepAtOnce(seed, before, [keyOf(5), keyOf(6)]);
    assert.equal(before.length, 1, `seed ${seed}`);
    const ends = [textOf(keyOf(5)), textOf(keyOf(6))];
    assert.ok(ends.includes(before[0]?.body ?? ""), `seed ${seed}`);
    assert.ok(kept[1] === "updated" || kept[1] === "created", `seed ${seed}: ${kept.join()}`);
    newest += before[0]?.body === ends[1] ? 1 : 0;
  }
  assert.ok(newest > 400, `the newer run's text stayed ${newest} of 500 times`);
});

test("keepComment() ends with one comment where three runs of one key meet", async () => {
  for (let seed = 0; seed < 300; seed++) {
    const comments: Stored[] = [];
    await keepAtOnce(seed, comments, [keyOf(5), keyOf(5), keyOf(6)]);
    assert.equal(comments.length, 1, `seed ${seed}`);
  }
});

test("keepComment() ends with one comment, however two runs meet whose writes are sent again for want of an answer", async () => {
  let again = 0;
  for (let seed = 0; seed < 1000; seed++) {
    const random = randomFrom(seed + 1_000_000);
    const comments: Stored[] = seed % 2 === 0 ? [] : [{ id: 1, author: US, body: textOf(keyOf(3)) }];
    const lossy = (turn: Turn): CommentsApi => {
      const api = fakeApi(comments, turn);
      const twice = async <Result>(send: () => Promise<Result>) => {
        if (random(2) === 0) return send();
        again += 1;
        await send();
        return send();
      };
      return {
        ...api,
        create: (body) => twice(() => api.create(body)),
        update: (id, body) => twice(() => api.update(id, body)),
        remove: (id) => twice(() => api.remove(id)),
      };
    };
    const runs = [5, 6].map((run) => (turn: Turn) => keepComment(lossy(turn), keyOf(run), `run ${run}.1`));
    await interleave(seed, runs);
    assert.equal(comments.length, 1, `seed ${seed}`);
  }
  assert.ok(again > 1000, `only ${again} writes were sent again`);
});

test("keepComment() writes again where its comment is deleted between its reading and its writing", async () => {
  const comments: Stored[] = [{ id: 1, author: US, body: textOf(keyOf(4)) }];
  const api = fakeApi(comments);
  let first = true;
  const update: CommentsApi["update"] = async (id, body) => {
    if (first) comments.splice(0, 1); // a person deletes it
    first = false;
    return api.update(id, body);
  };
  assert.equal(await keepComment({ ...api, update }, keyOf(5), "run 5.1"), "created");
  assert.deepEqual(
    comments.map(({ body }) => body),
    [textOf(keyOf(5))],
  );
});

test("keepComment() makes no second comment where the list is behind", async () => {
  const comments: Stored[] = [];
  const api = { ...fakeApi(comments), list: async () => [] };
  assert.equal(await keepComment(api, keyOf(5), "run 5.1"), "created");
  assert.equal(comments.length, 1);
});

test("keepComment() stops where the server changes what we wrote", async () => {
  const comments: Stored[] = [];
  const log: string[] = [];
  const api = fakeApi(comments, undefined, log);
  const create: CommentsApi["create"] = (body) => api.create(`changed: ${body}`);
  assert.equal(await keepComment({ ...api, create }, keyOf(5), "run 5.1"), "created");
  assert.deepEqual(log, ["list", "create", "list"]);
});

test("keepComment() finds out by its first comment who it is, where the server does not say", async () => {
  const comments: Stored[] = [{ id: 1, author: US, body: textOf(keyOf(4)) }];
  const api = { ...fakeApi(comments), ownLogin: async () => "somebody" };
  assert.equal(await keepComment(api, keyOf(5), "run 5.1"), "created");
  assert.deepEqual(
    comments.map(({ body }) => body),
    [textOf(keyOf(5))],
  );
});

test("keepComment() takes other line ends for the same text", async () => {
  const comments: Stored[] = [];
  await keepComment(fakeApi(comments), keyOf(5), "a\nb\n");
  if (comments[0] !== undefined) comments[0].body = `${comments[0].body.replaceAll("\n", "\r\n")}\r\n`;
  assert.equal(await keepComment(fakeApi(comments), keyOf(5), "a\nb"), "unchanged");
});

const strangers: [what: string, author: string, body: string][] = [
  ["by another author", "octocat", textOf(keyOf(1))],
  ["by a person called github-actions", "github-actions", textOf(keyOf(1))],
  ["with another key", US, textOf({ ...keyOf(1), key: "default-2" })],
  ["with the marker quoted before its end", US, `${textOf(keyOf(1))}\nmore`],
  ["without a marker", US, "### GPU memory"],
];

for (const [what, author, body] of strangers) {
  test(`keepComment() leaves a comment ${what} alone`, async () => {
    const comments: Stored[] = [{ id: 1, author, body }];
    assert.equal(await keepComment(fakeApi(comments), keyOf(5), "ours"), "created");
    assert.deepEqual(comments[0], { id: 1, author, body });
  });
}
