import { CONFIG_FILES, configFromText, type LoadedConfig } from "../commands/config-file.ts";
import { UserError } from "../config/user-error.ts";
import { contentsApi, type FileText, type ReadText } from "../github/contents.ts";
import type { Job } from "./job.ts";

/** The configs of a job that has checked nothing out, through the API, as the commit has them that it is about. */
export async function headConfigs({ inputs, run, repository, api, workspace }: Job): Promise<LoadedConfig[]> {
  const textAt = await contentsApi(repository, api, "the head");
  const sha = run.head_sha;
  const named = inputs.configs.length === 0 ? [await firstConfig(textAt, sha)] : inputs.configs;
  return Promise.all(
    named.map(async (file) => {
      const found: FileText = isPath(file) ? await textAt(file, sha) : { kind: "absent" };
      if (found.kind === "text") return configFromText(workspace, file, found.text);
      const why = found.kind === "absent" ? "there is no such file" : `it ${found.why}`;
      throw new UserError(`Cannot read ${file} of ${sha}: ${why}`);
    }),
  );
}

/** As paths stand in a commit. */
function isPath(file: string): boolean {
  return file.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

async function firstConfig(textAt: ReadText, sha: string): Promise<string> {
  for (const file of CONFIG_FILES) if ((await textAt(file, sha)).kind !== "absent") return file;
  throw new UserError(`Cannot find a config in ${sha}: expected ${CONFIG_FILES.join(", ")}, or its path`);
}
