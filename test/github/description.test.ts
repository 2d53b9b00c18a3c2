import assert from "node:assert/strict";
import { test } from "node:test";
import { matchOperation, problemsOfAnswer, problemsOfRequest } from "./description.ts";

const COMMENTS = "/repos/o/r/issues/7/comments";

const requests: [what: string, method: string, url: string, body: unknown, problems: RegExp[]][] = [
  ["a good comment", "POST", COMMENTS, { body: "text" }, []],
  ["a body that is no text", "POST", COMMENTS, { body: 1 }, [/^body\/body must be string/]],
  ["a missing body", "POST", COMMENTS, {}, [/required property 'body'/]],
  ["a misspelt key", "POST", COMMENTS, { body: "text", bdoy: "" }, [/must NOT have unevaluated properties/]],
  [
    "an issue that is no number",
    "POST",
    "/repos/o/r/issues/seven/comments",
    { body: "" },
    [/^issue_number must be integer/],
  ],
  ["a good question", "GET", `${COMMENTS}?per_page=100&page=2`, undefined, []],
  ["a misspelt parameter", "GET", `${COMMENTS}?perpage=100`, undefined, [/^unknown query parameter perpage/]],
  ["a page that is no number", "GET", `${COMMENTS}?page=two`, undefined, [/^page must be integer/]],
  ["a body where none belongs", "DELETE", "/repos/o/r/issues/comments/1", {}, [/^a body where none is described/]],
];

for (const [what, method, path, body, problems] of requests) {
  test(`problemsOfRequest() finds ${problems.length === 0 ? "nothing wrong with" : "the fault in"} ${what}`, () => {
    const url = new URL(path, "http://localhost");
    const match = matchOperation(method, url.pathname);
    assert.ok(match !== undefined);
    const found = problemsOfRequest(match, url.searchParams, body);
    assert.equal(found.length, problems.length, found.join("\n"));
    for (const [index, problem] of problems.entries()) assert.match(found[index] ?? "", problem);
  });
}

test("matchOperation() knows no request that GitHub does not describe", () => {
  assert.equal(matchOperation("PUT", COMMENTS), undefined);
  assert.equal(matchOperation("GET", "/repos/o/r/issue/7/comments"), undefined);
});

test("problemsOfAnswer() refuses an invented answer", () => {
  const operation = matchOperation("PATCH", "/repos/o/r/issues/comments/1")?.operation;
  assert.match(problemsOfAnswer(operation, 200, { id: 1 }).join("\n"), /answer must have required property 'node_id'/);
  assert.match(problemsOfAnswer(operation, 403, { message: 1 }).join("\n"), /answer\/message must be string/);
});
