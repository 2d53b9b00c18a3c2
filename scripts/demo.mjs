// `npm run demo`: predicts both example networks, trains them for real, compares, and leaves the report in
// vram-budget-report/. Needs Node 20 and Python 3.11; the first run makes a Python environment if no torch is installed.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const cli = `${root}dist/cli.js`;

const setup = spawnSync(process.execPath, [cli, "setup"], {
  cwd: root,
  stdio: ["ignore", "pipe", "inherit"],
  encoding: "utf8",
});
if (setup.status !== 0) process.exit(setup.status ?? 2);

const { status } = spawnSync(
  process.execPath,
  [
    cli,
    "check",
    "examples/mnist-mlp/vram-budget.yml",
    "examples/cifar10-mlp/vram-budget.yml",
    "--python",
    setup.stdout.trim(),
    "--output",
    "vram-budget-report",
  ],
  { cwd: root, stdio: "inherit" },
);
process.exit(status ?? 2);
