/**
 * Preloaded into the actions that act starts: GitHub gives each job a token of its own, and says whose machine it runs on;
 * act has one token for all jobs, and says nothing. What each gets is in this module's address. Other runners give a step a
 * terminal, which must make no difference.
 */
const { env } = process;
const { searchParams } = new URL(import.meta.url);
const job = env["GITHUB_JOB"] ?? "";
const token = searchParams.get("token");
for (const [name, value] of Object.entries(env)) if (value === token) env[name] = `${token}_${job}`;
env["RUNNER_ENVIRONMENT"] = searchParams.get(job) ?? "";
process.stdout.isTTY = true;
