import assert from "node:assert/strict";
import { test } from "node:test";
import { classes, flatten, identity, linear, nested, type Part, relu, tensorTarget } from "../networks.ts";
import { story, traced, unknownsOf } from "../story.ts";

// Batch 4, [4, 4] of float32: 64 bytes.
test("sequential() frees what its `input` named before, but a nested one's own input stays with its caller", () => {
  const layers = [linear(5, 4), nested(relu, linear(4, 4)), linear(4, 3)];
  const { trace } = traced({ layers, input: [5], target: tensorTarget(3), loss: "MSELoss" });
  assert.deepEqual(story(trace, "forward", 2).slice(0, 5), [
    "+ 64 aten::addmm temporary",
    "+ 64 aten::relu activations",
    "+ 64 aten::addmm activations",
    "- 64 aten::addmm", // the first one's, when the nested Sequential has returned
    "+ 48 aten::addmm activations",
  ]);
});

test("sequential() names modules as named_modules() does", () => {
  const layers = [linear(5, 4), nested(relu, nested(linear(4, 4))), linear(4, 3)];
  const { trace, model } = traced({ layers, input: [5], target: tensorTarget(3), loss: "MSELoss" });
  assert.deepEqual(
    model.layers.map(({ name, type }) => `${name} ${type}`),
    ["0 Linear", "1.0 ReLU", "1.1.0 Linear", "2 Linear"],
  );
  const born = trace.flatMap((event) =>
    event.op === "alloc" && event.phase === "forward" && event.step === 1 ? [`${event.module} ${event.operator}`] : [],
  );
  const expected = ["0 aten::addmm", "1.0 aten::relu", "1.1.0 aten::addmm", "2 aten::addmm", " aten::mse_loss"];
  assert.deepEqual(born, expected);
});

test("identity() and flatten() cost nothing, either way", () => {
  const parts = { input: [2, 3], target: classes(4) };
  const bare = traced({ ...parts, layers: [flatten, linear(6, 4)] });
  const more = traced({ ...parts, layers: [identity, flatten, flatten, identity, linear(6, 4), identity] });
  const sizes = ({ trace }: typeof bare) => trace.map((event) => (event.op === "alloc" ? event.bytes : event.id));
  assert.deepEqual(sizes(more), sizes(bare));
});

const shapes: readonly (readonly [start: number, end: number, expected: readonly number[]])[] = [
  [1, -1, [4, 24]],
  [2, -1, [4, 2, 12]],
  [-2, -1, [4, 2, 12]],
  [1, 2, [4, 6, 4]],
  [2, 2, [4, 2, 3, 4]],
];

for (const [start_dim, end_dim, expected] of shapes) {
  test(`flatten() from ${start_dim} to ${end_dim} makes [4, 2, 3, 4] [${expected.join(", ")}]`, () => {
    const layer: Part = { type: "Flatten", start_dim, end_dim };
    const features = expected.at(-1) ?? 0;
    const target = tensorTarget(...expected.slice(1));
    const { model } = traced({
      layers: [layer, linear(features, features)],
      input: [2, 3, 4],
      target,
      loss: "MSELoss",
    });
    assert.deepEqual(model.layers[0]?.output_shape, expected);
  });
}

test("flatten() refuses dimensions that are not there", () => {
  const layers: readonly Part[] = [{ type: "Flatten", start_dim: 1, end_dim: 4 }, linear(2, 2)];
  assert.deepEqual(unknownsOf({ layers, input: [2], target: classes(2) }), [
    "layer 0 (Flatten) does not fit: expected end_dim from -2 to 1 for an input of [N, 2], found 4",
  ]);
});
