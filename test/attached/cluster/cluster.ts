import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { newFolder } from "../measuring.ts";

const NODES = ["node-a", "node-b"] as const;
export type Node = (typeof NODES)[number];

const NAMESPACES = ["--user", "--map-root-user", "--mount", "--uts", "--pid", "--fork", "--kill-child", "--mount-proc"];

/** Where the system lets a user make namespaces. */
export const skipWithoutNamespaces: string | false =
  spawnSync("unshare", [...NAMESPACES, "mount", "-t", "tmpfs", "none", "/mnt"]).status !== 0 &&
  "this user may not make namespaces (unshare(1))";

export type Cluster = {
  /** What all nodes see. */
  readonly workspace: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The exit code of a node's task, when it has ended; undefined after `seconds`. */
  readonly status: (node: Node, seconds: number) => Promise<number | undefined>;
};

/** Two nodes, that stand until the test is over, and an `srun` that starts a task on each. */
export async function newCluster(t: TestContext, files: Readonly<Record<string, string>>): Promise<Cluster> {
  const shared = newFolder(t, Object.fromEntries(Object.entries(files).map(([path, text]) => [`work/${path}`, text])));
  const spool = join(shared, "spool");
  mkdirSync(spool);
  const temporary = temporaryFolder(t);
  for (const node of NODES) {
    execFileSync("mkfifo", [join(spool, `${node}.fifo`)]);
    const started = startNode(node, spool, temporary);
    t.after(() => started.kill("SIGKILL"));
  }
  for (const node of NODES) await until(() => existsSync(join(spool, `${node}.up`)), 10);
  return {
    workspace: join(shared, "work"),
    environment: {
      PATH: [import.meta.dirname, process.env["PATH"]].join(delimiter),
      SLURM_JOB_NUM_NODES: String(NODES.length),
      SLURM_SPOOL: spool,
      GLOO_SOCKET_IFNAME: "lo",
    },
    status: async (node, seconds) => {
      const file = join(spool, `${node}.status`);
      const text = () => (existsSync(file) ? readFileSync(file, "utf8").trim() : "");
      return (await until(() => text() !== "", seconds)) ? Number(text()) : undefined;
    },
  };
}

/** A temporary folder of this node, from here on; others have one of the same name, with nothing of this one's in it. */
function temporaryFolder(t: TestContext): string {
  const folder = newFolder(t);
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder;
  t.after(() => {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  });
  return folder;
}

function startNode(node: Node, spool: string, temporary: string): ChildProcess {
  const script = join(import.meta.dirname, "node.sh");
  const stdio = ["ignore", "ignore", "inherit"] as const;
  return spawn("unshare", [...NAMESPACES, "sh", script, node, spool, temporary], { stdio: [...stdio] });
}

/** Whether it is so before `seconds` have passed. */
export async function until(isSo: () => boolean, seconds: number): Promise<boolean> {
  for (let waited = 0; waited < seconds * 10 && !isSo(); waited++) await delay(100);
  return isSo();
}
