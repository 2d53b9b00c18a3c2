/**
 * Preloaded into the actions of a run by act: GitHub gives each job a token of its own, act has one for all of them. The
 * token of the run is in this module's address.
 */
const { env } = process;
const token = new URL(import.meta.url).searchParams.get("token");
for (const [name, value] of Object.entries(env)) if (value === token) env[name] = `${token}_${env["GITHUB_JOB"]}`;
