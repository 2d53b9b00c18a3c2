import assert from "node:assert/strict";
import { test } from "node:test";
import { planFiles } from "../../src/init/init.ts";
import { bodies, config } from "../github/job.ts";
import { playing } from "../init/playing.ts";
import { pushed } from "./events.ts";
import { newHub } from "./hub.ts";

test("the workflow that init writes checks the configs of two projects, and keeps one comment", async (t) => {
  const files = {
    "projects/a/vram-budget.yml": config("80%").replace("mnist-mlp", "digits"),
    "projects/b/vram-budget.yml": config("80%").replace("mnist-mlp", "letters"),
  };
  const [workflow, ...others] = await planFiles(playing(files).ports);
  assert.deepEqual(others, []);
  const { server, push, run } = await newHub(t);
  const event = pushed(push(files));
  const ran = await run({ runId: 100, workflow: workflow?.text ?? "", event });
  assert.equal(ran.jobs[0]?.result, "success", ran.log);
  const [body = "", ...more] = bodies(server);
  assert.deepEqual(more, []);
  for (const name of ["digits", "letters"]) assert.match(body, new RegExp(`\`${name}\``));
});
