// The page about the API, on the description that the engine gives.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { curlOf, groupsOf, narrowed, Shapes, type Description, type Operation } from "../src/reference/description";

const description = JSON.parse(readFileSync(new URL("../openapi.json", import.meta.url), "utf8")) as Description;
const groups = groupsOf(description);
const shapes = new Shapes(description);
const all = groups.flatMap(({ operations }) => operations);

function find(method: string, path: string): Operation {
  const found = all.find((operation) => operation.method === method && operation.path === path);
  if (!found) throw new Error(`${method} ${path} is not described`);
  return found;
}

it("each operation of the description is there once", () => {
  const described = Object.values(description.paths).flatMap((routes) => Object.values(routes).map(({ operationId }) => operationId));
  expect(all.map(({ id }) => id).sort()).toEqual(described.sort());
});

it("operations are found by words in any order", () => {
  const found = narrowed(groups, "session post message").flatMap(({ operations }) => operations.map(({ path }) => path));
  expect(found).toContain("/chat/sessions/{id}/messages");
  expect(narrowed(groups, "nothing like this")).toEqual([]);
  expect(narrowed(groups, " ")).toEqual(groups);
});

it("each body has an example of JSON with what is required", () => {
  const bodies = all.flatMap(({ body }) => body).filter(({ media, schema }) => media === "application/json" && schema);
  expect(bodies.length).toBeGreaterThan(20);
  for (const { schema } of bodies) {
    if (!schema) continue;
    const example = JSON.parse(JSON.stringify(shapes.example(schema))) as object;
    for (const { name, required } of shapes.fields(schema)) if (required) expect(example).toHaveProperty(name);
  }
});

it("a command names the address, the method and the body", () => {
  const command = curlOf(find("POST", "/chat"), shapes, "http://127.0.0.1:4817");
  expect(command.split(" \\\n  ")).toEqual([
    "curl -s 'http://127.0.0.1:4817/chat'",
    "-X POST",
    "-H content-type:application/json",
    `-d '{"customer_id":"…","message":"…"}'`,
  ]);
  expect(curlOf(find("GET", "/health"), shapes, "http://a")).toBe("curl -s 'http://a/health'");
});

it("a shape that holds itself has an end, and choices and references are called by name", () => {
  const looped = new Shapes({
    ...description,
    components: {
      schemas: {
        Tree: { type: "object", required: ["children", "leaf"], properties: { children: { type: "array", items: { $ref: "#/components/schemas/Tree" } }, leaf: { oneOf: [{ type: "null" }, { $ref: "#/components/schemas/Leaf" }] } } },
        Leaf: { type: "string", description: "Green." },
      },
    },
  });
  const tree = { $ref: "#/components/schemas/Tree" };
  expect(looped.example(tree)).toEqual({ children: [null], leaf: "…" });
  expect(looped.fields(tree).map(({ name, type, about }) => [name, type, about])).toEqual([
    ["children", "Tree[]", ""],
    ["leaf", "null | Leaf", "Green."],
  ]);
});
