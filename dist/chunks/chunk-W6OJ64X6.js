import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  isInside
} from "./chunk-LA4C34EB.js";
import {
  formatCalibration,
  parseCalibration,
  withObserved
} from "./chunk-SABYHMZX.js";
import {
  cacheFolder
} from "./chunk-6FBI6XE3.js";
import {
  UserError
} from "./chunk-J3R7NUH7.js";

// src/world/calibration-file.ts
import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
function cachedCalibration(environment) {
  return join(cacheFolder(environment), "calibration.json");
}
async function calibrationIn(workspace, named) {
  const file = resolve(workspace, named);
  if (isAbsolute(named)) return file;
  const [root, real] = await Promise.all([realpath(workspace), realpathOfWhatIsThere(file)]);
  if (isInside(root, real)) return file;
  throw new UserError(`Cannot use the input calibration: ${JSON.stringify(named)} leads out of the workspace`);
}
async function realpathOfWhatIsThere(path) {
  try {
    return await realpath(path);
  } catch {
    return dirname(path) === path ? path : join(await realpathOfWhatIsThere(dirname(path)), basename(path));
  }
}
var MOST_BYTES = 2 ** 20;
async function readCalibration(file) {
  const found = await stat(file).catch(() => void 0);
  if (found === void 0) return [];
  const problem = (detail) => new UserError(`Cannot use the calibration ${file}: ${detail}`);
  if (!found.isFile()) throw problem("it is not a file");
  if (found.size > MOST_BYTES) throw problem(`it has ${found.size} bytes, expected at most ${MOST_BYTES} (1 MiB)`);
  const parsed = parseCalibration(await readFile(file, "utf8"));
  if (parsed.kind === "problem") throw problem(parsed.detail);
  return parsed.records;
}
async function keepContext(file, observed, now) {
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
var STALE_MS = 1e4;
var MOST_WAIT_MS = 3e4;
var POLL_MS = 20;
async function locked(lock, work) {
  for (let waited = 0; !await taken(lock); waited += POLL_MS) {
    if (waited > MOST_WAIT_MS) throw new UserError(`${lock} is held by another process`);
    await delay(POLL_MS);
  }
  try {
    await work();
  } finally {
    await rm(lock, { force: true });
  }
}
async function taken(lock) {
  try {
    await (await open(lock, "wx")).close();
    return true;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    const found = await stat(lock).catch(() => void 0);
    if (found !== void 0 && Date.now() - found.mtimeMs > STALE_MS) await rm(lock, { force: true });
    return false;
  }
}

export {
  cachedCalibration,
  calibrationIn,
  readCalibration,
  keepContext
};
