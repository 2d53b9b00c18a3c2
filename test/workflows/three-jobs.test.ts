import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseDocument } from "yaml";
import { bodies, config, shown } from "../github/job.ts";
import { newWorkspace } from "../github/runner.ts";
import type { Ran } from "./act.ts";
import { said } from "./act-log.ts";
import { type Pull, ended, labelled } from "./events.ts";
import { type Hub, example, markers, newHub } from "./hub.ts";
import { meetingOf } from "./meeting.ts";

const MEASURING = example("gpu-memory-public.yml");
const REPORTING = example("gpu-memory-public-report.yml");
const DOCUMENTATION = join(import.meta.dirname, "../../docs/three-jobs.md");
const LABEL = "vram-budget: measure";

/** Two trainings, so two legs. */
const TWO = config() + (config("80%").split("trainings:\n")[1] ?? "").replace("mnist-mlp", "other");

const results = ({ jobs }: Ran) =>
  jobs.map(({ id, matrix: { name }, result }) => `${id}${typeof name === "string" ? ` ${name}` : ""} ${result}`);

/** The run of the second workflow, which the end of the first starts. */
const report = ({ run }: Hub, pull: Pull, { id, attempt = 1, conclusion = "success" }: Ended) =>
  run({ runId: 1000 + id, workflow: REPORTING, event: ended(pull, { id, attempt, conclusion }) });

type EndedRun = Parameters<typeof ended>[1];
type Ended = Pick<EndedRun, "id"> & Partial<EndedRun>;

/** Whom a run's tokens have asked to write: nobody, where the workflow is one that may not. */
const writes = ({ server }: Hub, runId: number) =>
  server.requests.filter(
    ({ line, authorization }) =>
      authorization.includes(`ghs_${runId}_`) && /^(POST|PATCH|PUT|DELETE) \/repos/.test(line),
  );

/** The job of that name in the documentation. */
function reportingJob(): unknown {
  const [, block = ""] = /```yaml\n(report:\n[^`]*)```/.exec(readFileSync(DOCUMENTATION, "utf8")) ?? [];
  return parseDocument(block).get("report");
}

test("three jobs measure a pull request in two legs that end at once, and the third keeps one comment", async (t) => {
  const meeting = meetingOf(2);
  const hub = await newHub(t, {
    async before({ line }) {
      if (line.startsWith("PUT vram-budget-measure@")) await meeting.come();
    },
  });
  const pull = hub.push({ "vram-budget.yml": TWO });
  const first = await hub.run({ runId: 100, workflow: MEASURING });
  assert.deepEqual(
    new Set(results(first)),
    new Set(["plan success", "measure mnist-mlp success", "measure other success"]),
    first.log,
  );
  assert.ok(meeting.took());
  assert.deepEqual(writes(hub, 100), []);
  const second = await report(hub, pull, { id: 100 });
  assert.deepEqual(results(second), ["report success"], second.log);
  const [job] = second.jobs;
  assert.deepEqual(
    JSON.parse(job?.outputs["trainings"] ?? "[]").map(({ name, measured }: Record<string, unknown>) => [
      name,
      measured,
    ]),
    [
      ["mnist-mlp", true],
      ["other", true],
    ],
  );
  assert.deepEqual(said([...first.jobs, ...second.jobs], "warning"), []);
  assert.deepEqual(bodies(hub.server), [
    `${job?.summary.trimEnd()}\n\n<!-- vram-budget key=default run=100.1 sha=${pull.head} -->`,
  ]);
});

test("in one workflow, as docs/three-jobs.md writes it, the third job reports what the others have left", async (t) => {
  const hub = await newHub(t);
  const pull = hub.push({ "vram-budget.yml": config() });
  const workflow = parseDocument(MEASURING);
  workflow.addIn(["jobs"], workflow.createPair("report", reportingJob()));
  const ran = await hub.run({ runId: 100, workflow: workflow.toString() });
  assert.deepEqual(results(ran), ["plan success", "measure mnist-mlp success", "report success"], ran.log);
  assert.match(ran.jobs[2]?.outputs["trainings"] ?? "", /"measured":true/);
  assert.deepEqual(markers(hub.server), [`key=default run=100.1 sha=${pull.head}`]);
});

test("three jobs measure a fork's commit where a maintainer's label starts them, and no other", async (t) => {
  const hub = await newHub(t, { fork: true });
  Object.assign(hub.server.permissions, { maintainer: "write", triager: "triage" });
  const pull = hub.push({ "vram-budget.yml": config() });

  const unlabelled = await hub.run({ runId: 100, workflow: MEASURING });
  assert.deepEqual(results(unlabelled), ["plan success"], unlabelled.log);
  await report(hub, pull, { id: 100 });
  assert.match(shown(bodies(hub.server)[0] ?? ""), /not measured: the pull request comes from a fork/);

  const another = await hub.run({ runId: 101, workflow: MEASURING, event: labelled(pull, "bug", "maintainer") });
  assert.deepEqual(results(another), []);
  assert.deepEqual(results(await report(hub, pull, { id: 101, conclusion: "skipped" })), []);
  const refused = await hub.run({ runId: 102, workflow: MEASURING, event: labelled(pull, LABEL, "triager") });
  assert.deepEqual(results(refused), ["plan success", "measure mnist-mlp success"], refused.log);
  assert.equal(hub.asked(), "", "a fork's code was run");

  const approved = await hub.run({ runId: 103, workflow: MEASURING, event: labelled(pull, LABEL, "maintainer") });
  assert.deepEqual(results(approved), ["plan success", "measure mnist-mlp success"], approved.log);
  assert.notEqual(hub.asked(), "");
  hub.label(LABEL);
  const reported = await report(hub, pull, { id: 103 });
  assert.match(reported.jobs[0]?.outputs["trainings"] ?? "", /"measured":true/);
  assert.deepEqual(markers(hub.server), [`key=default run=103.1 sha=${pull.head}`]);
  for (const runId of [100, 101, 102, 103]) assert.deepEqual(writes(hub, runId), []);

  hub.push({ "vram-budget.yml": config("70%") });
  const later = await hub.run({ runId: 104, workflow: MEASURING });
  assert.deepEqual(results(later), ["plan success"], "the label of the commit before still counts");
});

test("three jobs that are run again replace what they left, and the comment", async (t) => {
  const hub = await newHub(t);
  const pull = hub.push({ "vram-budget.yml": config() });
  for (const attempt of [1, 2]) {
    await hub.run({ runId: 100, workflow: MEASURING, attempt });
    await report(hub, pull, { id: 100, attempt });
  }
  assert.equal(hub.server.artifacts.length, 4);
  assert.deepEqual(markers(hub.server), [`key=default run=100.2 sha=${pull.head}`]);
  assert.equal(hub.server.comments[0]?.edits, 1);
});

test("where the measuring job is cancelled, the report says so and does not pass", async (t) => {
  const hub = await newHub(t);
  const pull = hub.push({ "vram-budget.yml": config() });
  const file = join(newWorkspace(t, {}), "pid");
  const cancelled = await hub.run({
    runId: 100,
    workflow: MEASURING,
    training: `echo $$ > ${file}; exec sleep 600`,
    cancelWhen: () => existsSync(file) && readFileSync(file, "utf8").endsWith("\n"),
  });
  assert.deepEqual(results(cancelled), ["plan success", "measure mnist-mlp failure"], cancelled.log);
  const reported = await report(hub, pull, { id: 100, conclusion: "cancelled" });
  assert.equal(reported.jobs[0]?.outputs["verdict"], "unknown", reported.log);
  assert.match(shown(bodies(hub.server)[0] ?? ""), /left no answer: it ended before, or has not begun/);
});

test("a report for a commit that a push has replaced says nothing", async (t) => {
  const hub = await newHub(t);
  const pull = hub.push({ "vram-budget.yml": config() });
  await hub.run({ runId: 100, workflow: MEASURING });
  hub.push({ "vram-budget.yml": config("100 MiB") });
  await report(hub, pull, { id: 100 });
  assert.deepEqual(bodies(hub.server), []);
});
