// Gives the file to the local GitHub, of this run and under this name.
import { readFileSync } from "node:fs";
import { basename } from "node:path";

const { env } = process;
const file = env["INPUT_PATH"] ?? "";
const url = new URL(
  `${env["GITHUB_RUN_ID"]}/${encodeURIComponent(env["INPUT_NAME"] ?? "")}`,
  env["ACTIONS_RESULTS_URL"],
);
url.searchParams.set("file", basename(file));
const { ok, status } = await fetch(url, { method: "PUT", body: readFileSync(file) });
if (!ok) throw new Error(`the artifact store answers ${status}`);
