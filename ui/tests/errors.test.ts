import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { FAILURES } from "../src/api/errors";

interface Described {
  components: { schemas: { ErrorCode: { enum: string[] } } };
}
const described = JSON.parse(readFileSync(new URL("../openapi.json", import.meta.url), "utf8")) as Described;

it("every error code of the endpoint has its sentence and its action", () => {
  expect(Object.keys(FAILURES).sort()).toEqual([...described.components.schemas.ErrorCode.enum, "unreachable"].sort());
  for (const { sentence, action } of Object.values(FAILURES)) {
    expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(action).toMatch(/^[A-Z].*\.$/);
  }
});
