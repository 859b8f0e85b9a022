import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { de } from "../src/texts/de";
import { en } from "../src/texts/en";

interface Described {
  components: { schemas: { ErrorCode: { enum: string[] } } };
}
const described = JSON.parse(readFileSync(new URL("../openapi.json", import.meta.url), "utf8")) as Described;

it.each([en, de])("every error code of the endpoint has its sentence and its action", ({ failures }) => {
  expect(Object.keys(failures).sort()).toEqual([...described.components.schemas.ErrorCode.enum, "unreachable"].sort());
  for (const { sentence, action } of Object.values(failures)) {
    expect(sentence).toMatch(/^\p{Lu}.*\.$/u);
    expect(action).toMatch(/^\p{Lu}.*\.$/u);
  }
});
