import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { UserError } from "../config/user-error.ts";
import { isInside } from "../github/inside.ts";
import {
  type CalibrationRecord,
  formatCalibration,
  type ObservedContext,
  parseCalibration,
  withObserved,
} from "../measure/calibration.ts";
import { cacheFolder } from "../probe/cache-folder.ts";

/** Where it lies when none is named. */
export function cachedCalibration(environment: Readonly<Record<string, string | undefined>>): string {
  return join(cacheFolder(environment), "calibration.json");
}

/**
 * A file of the workspace, which holds a stranger's commit: one that leaves it by a relative path, or by a link, is
 * refused.
 *
 * @throws UserError
 */
export async function calibrationIn(workspace: string, named: string): Promise<string> {
  const file = resolve(workspace, named);
  if (isAbsolute(named)) return file;
  const [root, real] = await Promise.all([realpath(workspace), realpathOfWhatIsThere(file)]);
  if (isInside(root, real)) return file;
  throw new UserError(`Cannot use the input calibration: ${JSON.stringify(named)} leads out of the workspace`);
}

async function realpathOfWhatIsThere(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return dirname(path) === path ? path : join(await realpathOfWhatIsThere(dirname(path)), basename(path));
  }
}

const MOST_BYTES = 2 ** 20;

/**
 * The records of a file; none where there is no file.
 *
 * @throws UserError where what is there is no calibration
 */
export async function readCalibration(file: string): Promise<readonly CalibrationRecord[]> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return [];
  const problem = (detail: string) => new UserError(`Cannot use the calibration ${file}: ${detail}`);
  if (!found.isFile()) throw problem("it is not a file");
  if (found.size > MOST_BYTES) throw problem(`it has ${found.size} bytes, expected at most ${MOST_BYTES} (1 MiB)`);
  const parsed = parseCalibration(await readFile(file, "utf8"));
  if (parsed.kind === "problem") throw problem(parsed.detail);
  return parsed.records;
}

/** Adds what was observed. Whoever reads meanwhile sees the file as it was, or as it is then; writers wait for one another. */
export async function keepContext(file: string, observed: ObservedContext, now: Date): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await locked(`${file}.lock`, async () => {
    const records = withObserved(await readCalibration(file), observed, now.toISOString().slice(0, 10));
    const written = `${file}.${randomUUID()}`;
    try {
      await writeFile(written, formatCalibration(records), { flag: "wx" });
      await rename(written, file);
    } finally {
      await rm(written, { force: true });
    }
  });
}

/** To read and write takes milliseconds: a lock this old was left by a process that is gone. */
const STALE_MS = 10_000;
const MOST_WAIT_MS = 30_000;
const POLL_MS = 20;

async function locked(lock: string, work: () => Promise<void>): Promise<void> {
  for (let waited = 0; !(await taken(lock)); waited += POLL_MS) {
    if (waited > MOST_WAIT_MS) throw new UserError(`${lock} is held by another process`);
    await delay(POLL_MS);
  }
  try {
    await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function taken(lock: string): Promise<boolean> {
  try {
    await (await open(lock, "wx")).close();
    return true;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    const found = await stat(lock).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > STALE_MS) await rm(lock, { force: true });
    return false;
  }
}
