import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ValidateFunction, Ajv2019 } from "ajv/dist/2019.js";
import addFormats from "ajv-formats";

/**
 * GitHub's own description of its REST API, cut by scripts/openapi-subset.ts. Says of a request and of an answer what in
 * them is not as described; a key of a body that GitHub does not know counts too.
 */
const description = JSON.parse(readFileSync(join(import.meta.dirname, "../fixtures/github-openapi.json"), "utf8")) as {
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
};

type Schema = Record<string, unknown>;
type Content = { content?: { "application/json"?: { schema: Schema } } };
type Parameter = { name: string; in: "path" | "query"; required?: boolean; schema: Schema };
export type Operation = {
  operationId: string;
  parameters: (Parameter | { $ref: string })[];
  requestBody?: Content;
  responses: Record<string, Content | { $ref: string }>;
};

const ajv = new Ajv2019({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(description, "github");

const compiled = new Map<string, ValidateFunction>();

function problemsOf(what: string, schema: Schema, value: unknown): string[] {
  const text = JSON.stringify(schema).replaceAll('"#/', '"github#/');
  const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text) as Schema);
  compiled.set(text, validate);
  return validate(value) ? [] : (validate.errors ?? []).map((e) => `${what}${e.instancePath} ${e.message}`);
}

function resolve<Found>(value: Found | { $ref: string }): Found {
  if (typeof value !== "object" || value === null || !("$ref" in value)) return value;
  const [, , kind = "", name = ""] = value.$ref.split("/");
  return description.components[kind]?.[name] as Found;
}

export type Match = { readonly operation: Operation; readonly path: Readonly<Record<string, string>> };

/** The operation that a request is for; undefined where the description has none. */
export function matchOperation(method: string, pathname: string): Match | undefined {
  for (const [template, operations] of Object.entries(description.paths)) {
    const pattern = new RegExp(`^${template.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);
    const found = pattern.exec(pathname);
    const operation = operations[method.toLowerCase()];
    if (found !== null && operation !== undefined) return { operation, path: { ...found.groups } };
  }
  return undefined;
}

export function problemsOfRequest({ operation, path }: Match, query: URLSearchParams, body: unknown): string[] {
  const parameters = operation.parameters.map((parameter) => resolve(parameter));
  const known = new Set(parameters.filter((one) => one.in === "query").map(({ name }) => name));
  const unknown = [...query.keys()].filter((name) => !known.has(name)).map((name) => `unknown query parameter ${name}`);
  const wrong = parameters.flatMap(({ name, in: where, required, schema }) => {
    const text = where === "path" ? path[name] : (query.get(name) ?? undefined);
    if (text === undefined) return required === true ? [`${name} is missing`] : [];
    return problemsOf(name, schema, /^\d+$/.test(text) && schema["type"] === "integer" ? Number(text) : text);
  });
  return [...unknown, ...wrong, ...problemsOfBody(operation, body)];
}

function problemsOfBody({ requestBody }: Operation, body: unknown): string[] {
  const schema = requestBody?.content?.["application/json"]?.schema;
  if (schema === undefined) return body === undefined ? [] : ["a body where none is described"];
  return problemsOf("body", { allOf: [schema], unevaluatedProperties: false }, body);
}

/** Errors that an operation does not list have GitHub's common form. */
export function problemsOfAnswer(operation: Operation | undefined, status: number, body: unknown): string[] {
  const response = resolve(operation?.responses[String(status)] ?? {});
  const schema = response.content?.["application/json"]?.schema;
  if (schema !== undefined) return problemsOf("answer", schema, body);
  if (status >= 400) return problemsOf("answer", { $ref: "#/components/schemas/basic-error" }, body);
  return body === undefined ? [] : ["an answer where none is described"];
}
