// Clones a repository of this machine into the workspace.
import { execFileSync } from "node:child_process";

const { env } = process;
const commit = env["INPUT_REF"] || env["GITHUB_SHA"] || "";
const git = (...args) => execFileSync("git", args, { cwd: env["GITHUB_WORKSPACE"], stdio: "inherit" });
git("clone", "--quiet", "--no-checkout", env["CHECKOUT_FROM"] ?? "", ".");
git("checkout", "--quiet", "--detach", commit);
