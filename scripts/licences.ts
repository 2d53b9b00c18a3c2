import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Licences that may be shipped inside dist/. A package under any other stops the build. */
const ALLOWED = new Set([
  "MIT",
  "ISC",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "0BSD",
  "CC0-1.0",
]);

type Manifest = { readonly name: string; readonly version: string; readonly license?: string };

/** The text of THIRD-PARTY.txt: every package that the bundle takes a file from, with its licence. */
export function thirdPartyLicences(root: string, inputs: readonly string[]): string {
  const folders = new Set(inputs.flatMap((input) => packageFolder(input) ?? []));
  const parts = [...folders].toSorted().map((folder) => licenceOf(join(root, folder)));
  return `Parts of dist/ come from these packages.\n\n${parts.join("\n")}`;
}

function packageFolder(input: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

function licenceOf(folder: string): string {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const licence = manifest.license ?? "none stated";
  if (
    !licence
      .replaceAll(/[()]/g, "")
      .split(/ OR | AND /)
      .some((name) => ALLOWED.has(name))
  ) {
    throw new Error(
      `Cannot ship ${manifest.name}@${manifest.version}: its licence is ${licence}, wanted one of ${[...ALLOWED].join(", ")}`,
    );
  }
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  const text =
    file !== undefined && existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8").trim() : "";
  return `${"-".repeat(80)}\n${manifest.name} ${manifest.version} (${licence})\n\n${text}\n`;
}
