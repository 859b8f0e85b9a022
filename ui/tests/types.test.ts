import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

it("the types of the API are those that the endpoint describes", async () => {
  const script = fileURLToPath(new URL("../scripts/types.js", import.meta.url));
  const run = promisify(execFile)(process.execPath, [script, "--check"]);
  await expect(run).resolves.toMatchObject({ stderr: "" });
}, 60_000);
