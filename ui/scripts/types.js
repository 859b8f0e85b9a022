// Writes src/api/types.ts from openapi.json, which the endpoint's handlers make.
// With `--check` it writes nothing and fails where the two differ.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const source = new URL("../openapi.json", import.meta.url);
const target = new URL("../src/api/types.ts", import.meta.url);

const made = `// Made by \`npm run types\` from openapi.json. Do not edit.\n\n${astToString(await openapiTS(source))}`;

if (process.argv.includes("--check")) {
  const stored = await readFile(target, "utf8").catch(() => "");
  if (stored !== made) {
    console.error("src/api/types.ts is not what openapi.json describes: run `npm run types` and commit it.");
    process.exit(1);
  }
} else {
  await writeFile(target, made);
}
