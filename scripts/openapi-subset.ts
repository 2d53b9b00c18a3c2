/**
 * Cuts test/fixtures/github-openapi.json from GitHub's own description of its REST API: the operations that the action
 * calls, with all that they refer to, without prose and examples, `nullable` turned into JSON Schema.
 *
 *     npm pack @octokit/openapi@23.0.2 && tar -xzf octokit-openapi-*.tgz
 *     node scripts/openapi-subset.ts package/generated/api.github.com.json
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const OPERATIONS = new Set<Json | undefined>([
  "issues/list-comments",
  "issues/create-comment",
  "issues/update-comment",
  "issues/delete-comment",
  "users/get-authenticated",
  "repos/compare-commits-with-basehead",
  "actions/list-workflow-run-artifacts",
  "actions/download-artifact",
  "pulls/list",
  "repos/get-collaborator-permission-level",
  "repos/get-content",
  "checks/create",
  "checks/update",
  "repos/create-commit-status",
  "issues/list-labels-on-issue",
  "repos/list-pull-requests-associated-with-commit",
  "git/get-ref",
  "git/get-commit",
  "git/get-tree",
  "git/get-blob",
  "git/create-tree",
  "git/create-commit",
  "git/create-ref",
  "git/update-ref",
]);
const PROSE = new Set(["example", "examples", "description", "summary", "externalDocs", "x-github", "tags", "title"]);
/** Their keys are names, not keywords. */
const NAMES = new Set(["properties", "paths", "schemas", "responses", "headers", "parameters"]);

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function at(value: Json, ...keys: string[]): JsonObject {
  let found: Json = value;
  for (const key of keys) found = isObject(found) ? (found[key] ?? null) : null;
  if (!isObject(found)) throw new Error(`There is no ${keys.join("/")} in the description`);
  return found;
}

function slim(value: Json, keysAreNames = false): Json {
  if (Array.isArray(value)) return value.map((item) => slim(item));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => keysAreNames || !PROSE.has(key));
  return nullable(Object.fromEntries(kept.map(([key, item]) => [key, slim(item, !keysAreNames && NAMES.has(key))])));
}

/** OpenAPI 3.0 marks what may be null beside the type; JSON Schema names null among the types. */
function nullable(schema: JsonObject): Json {
  if (schema["nullable"] !== true) return schema;
  const { nullable: _, ...rest } = schema;
  const values = rest["enum"];
  if (Array.isArray(values) && !values.includes(null)) rest["enum"] = [...values, null];
  if (typeof rest["type"] === "string") return { ...rest, type: [rest["type"], "null"] };
  return { anyOf: [rest, { type: "null" }] };
}

function references(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === "$ref" && typeof item === "string" ? [item] : references(item),
  );
}

function pathsOf(description: Json): JsonObject {
  const found: JsonObject = {};
  for (const [path, item] of Object.entries(at(description, "paths"))) {
    const wanted = Object.entries(at(item)).filter(
      ([, operation]) => isObject(operation) && OPERATIONS.has(operation["operationId"]),
    );
    if (wanted.length > 0)
      found[path] = Object.fromEntries(wanted.map(([method, operation]) => [method, slim(operation)]));
  }
  return found;
}

function componentsOf(description: Json, paths: JsonObject): JsonObject {
  const found = new Map<string, Json>();
  const open = references(paths);
  for (let reference = open.pop(); reference !== undefined; reference = open.pop()) {
    if (found.has(reference)) continue;
    const component = slim(at(description, ...reference.replace("#/", "").split("/")));
    found.set(reference, component);
    open.push(...references(component));
  }
  const components: JsonObject = {};
  for (const [reference, component] of [...found].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const [, , kind = "", name = ""] = reference.split("/");
    const group = components[kind] ?? {};
    if (isObject(group)) components[kind] = { ...group, [name]: component };
  }
  return components;
}

const [source] = process.argv.slice(2);
if (source === undefined) throw new Error("Wanted the path of api.github.com.json");
const description: Json = JSON.parse(readFileSync(source, "utf8"));
const paths = pathsOf(description);
const { title, version, license } = at(description, "info");
const subset = {
  openapi: description !== null && isObject(description) ? description["openapi"] : null,
  info: { title, version, license },
  paths,
  components: componentsOf(description, paths),
};
const target = join(import.meta.dirname, "../test/fixtures/github-openapi.json");
writeFileSync(target, `${JSON.stringify(subset, null, 1)}\n`);
console.log(`${Object.keys(paths).length} paths, ${(JSON.stringify(subset).length / 1024).toFixed(0)} KiB`);
