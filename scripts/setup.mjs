// Plain JavaScript for the Node that the machine has: installs the packages when package-lock.json has changed, then runs
// the script that is named, with its arguments, on the Node 24 that came with them.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const lock = readFileSync(`${root}package-lock.json`, "utf8");
const stamp = `${root}node_modules/.installed-lock.json`;

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock) {
  console.log("Installing the packages of package-lock.json (once) …");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, lock);
}

const [script, ...args] = process.argv.slice(2);
if (script !== undefined) {
  const own = `${root}node_modules/.bin/node`;
  const { status } = spawnSync(existsSync(own) ? own : process.execPath, [script, ...args], {
    cwd: root,
    stdio: "inherit",
  });
  process.exit(status ?? 1);
}
