import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { newWorkspace } from "../github/runner.ts";

/** A Git repository on this machine; what is checked out is what `actions/checkout` gives a job. */
export type Repository = {
  readonly folder: string;
  /** Writes the files and commits them on the branch that is checked out; gives the commit. */
  readonly commit: (files: Readonly<Record<string, string>>) => string;
  /** Begins a branch where the one that is checked out stands. */
  readonly branch: (name: string) => void;
};

export function newRepository(t: TestContext): Repository {
  const folder = newWorkspace(t, {});
  const git = (...args: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync("git", args, { cwd: folder, encoding: "utf8", env: ENVIRONMENT });
    if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
    return stdout.trim();
  };
  git("init", "--quiet", "--initial-branch=main");
  return {
    folder,
    commit(files) {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "--message=Change");
      return git("rev-parse", "HEAD");
    },
    branch(name) {
      git("switch", "--quiet", "--create", name);
    },
  };
}

/** Nothing of the user's own configuration: no signatures, no hooks. */
const ENVIRONMENT = {
  PATH: process.env["PATH"],
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_AUTHOR_NAME: "octocat",
  GIT_AUTHOR_EMAIL: "octocat@example.org",
  GIT_COMMITTER_NAME: "octocat",
  GIT_COMMITTER_EMAIL: "octocat@example.org",
};
