import { mkdir, realpath, rm, writeFile } from "node:fs/promises";
import { isAbsolute, join, resolve } from "node:path";
import { UserError } from "../config/user-error.ts";
import type { ReportFile } from "../report/files.ts";
import { isInside } from "./inside.ts";

/**
 * Writes the files into `output`, relative to the workspace, and gives the folder. The workspace holds a stranger's
 * commit: a folder that is a link out of it is refused, and a link in a file's place is replaced, not followed.
 */
export async function leaveFiles(workspace: string, output: string, files: readonly ReportFile[]): Promise<string> {
  const folder = resolve(workspace, output);
  await mkdir(folder, { recursive: true });
  if (!isAbsolute(output) && !isInside(await realpath(workspace), await realpath(folder))) {
    throw new UserError(`Cannot use the input output: ${JSON.stringify(output)} leads out of the workspace`);
  }
  for (const { path, text } of files) {
    const file = join(folder, path);
    await rm(file, { force: true });
    await writeFile(file, text, { flag: "wx" });
  }
  return folder;
}
