import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { readAction, withActionTables } from "../../scripts/action-docs.ts";

const action = {
  inputs: {
    config: { description: "The configs,\none a line", default: "" },
    measure: { description: "`auto` | `never`", default: "auto" },
  },
  outputs: { verdict: { description: "`pass`" } },
};
const readme =
  "# Us\n\n<!-- inputs:start -->\nold\n<!-- inputs:end -->\n\n<!-- outputs:start -->\n<!-- outputs:end -->\nend\n";

test("withActionTables() writes both tables between their markers", () => {
  const expected = `\
# Us

<!-- inputs:start -->

| Input     | What it does            | Default |
| --------- | ----------------------- | ------- |
| \`config\`  | The configs, one a line |         |
| \`measure\` | \`auto\` \\| \`never\`       | \`auto\`  |

<!-- inputs:end -->

<!-- outputs:start -->

| Output    | What it is |
| --------- | ---------- |
| \`verdict\` | \`pass\`     |

<!-- outputs:end -->
end
`;
  assert.equal(withActionTables(readme, action), expected);
});

test("withActionTables() changes nothing the second time", () => {
  const once = withActionTables(readme, action);
  assert.equal(withActionTables(once, action), once);
});

test("withActionTables() says which marker is missing", () => {
  assert.throws(
    () => withActionTables(readme.replace("<!-- outputs:end -->", ""), action),
    /wanted <!-- outputs:start --> and then <!-- outputs:end -->/,
  );
});

test("every input of action.yml has a description and a default that the code knows", () => {
  const { inputs } = readAction(parse(readFileSync(join(import.meta.dirname, "../../action.yml"), "utf8")));
  const code = readFileSync(join(import.meta.dirname, "../../src/github/inputs.ts"), "utf8");
  for (const name of Object.keys(inputs)) assert.ok(code.includes(`"${name}"`), name);
});
