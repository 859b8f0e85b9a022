// What the OpenAPI description says, in the order and the words in which it is shown.

/** The parts of a JSON schema that the engine's description uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  example?: unknown;
}
type Content = Record<string, { schema?: Schema; example?: unknown }>;
export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: Schema;
}
interface Route {
  tags?: string[];
  summary?: string;
  description?: string;
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, { description?: string; content?: Content }>;
  "x-role"?: string;
}
export interface Description {
  info: { title: string; version: string };
  paths: Record<string, Record<string, Route>>;
  components: { schemas: Record<string, Schema> };
}

/** One kind of content, and its shape where the description tells it. */
export interface Shaped {
  media: string;
  schema: Schema | null;
}
export interface Answer {
  status: string;
  about: string;
  content: Shaped[];
}
export interface Operation {
  id: string;
  method: string;
  path: string;
  summary: string;
  about: string;
  /** The least role that may ask, where there are users. */
  role: string;
  parameters: Parameter[];
  body: Shaped[];
  answers: Answer[];
}
export interface Group {
  name: string;
  operations: Operation[];
}
export interface Field {
  name: string;
  type: string;
  required: boolean;
  about: string;
  schema: Schema;
}

const shaped = (content: Content = {}): Shaped[] =>
  Object.entries(content).map(([media, { schema }]) => ({ media, schema: schema ?? null }));

/** The operations by their area, in the order of the description. */
export function groupsOf(description: Description): Group[] {
  const groups = new Map<string, Operation[]>();
  for (const [path, routes] of Object.entries(description.paths)) {
    for (const [method, route] of Object.entries(routes)) {
      const name = route.tags?.[0] ?? "";
      groups.set(name, groups.get(name) ?? []);
      groups.get(name)?.push({
        id: route.operationId,
        method: method.toUpperCase(),
        path,
        summary: route.summary ?? route.operationId,
        about: route.description ?? "",
        role: route["x-role"] ?? "",
        parameters: route.parameters ?? [],
        body: shaped(route.requestBody?.content),
        answers: Object.entries(route.responses).map(([status, answer]) => ({
          status,
          about: answer.description ?? "",
          content: shaped(answer.content),
        })),
      });
    }
  }
  return [...groups].map(([name, operations]) => ({ name, operations }));
}

/** Those in whose path, method or words each of the words stands. */
export function narrowed(groups: Group[], words: string): Group[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ method, path, summary, about, id }: Operation) => {
    const text = `${method} ${path} ${summary} ${about} ${id}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  };
  return groups
    .map(({ name, operations }) => ({ name, operations: operations.filter(fits) }))
    .filter(({ operations }) => operations.length > 0);
}

const nameOf = (reference: string) => reference.slice(reference.lastIndexOf("/") + 1);
const isNull = (schema: Schema) => schema.type === "null";

export class Shapes {
  readonly #named: Record<string, Schema>;

  constructor(description: Description) {
    this.#named = description.components.schemas;
  }

  /** What a schema is in a few words, such as `Message[]`. */
  type(schema: Schema): string {
    if (schema.$ref) return nameOf(schema.$ref);
    const choices = schema.oneOf ?? schema.anyOf;
    if (choices) return choices.map((choice) => (isNull(choice) ? "null" : this.type(choice))).join(" | ");
    if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
    if (schema.allOf) return schema.allOf.map((part) => this.type(part)).join(" & ");
    const types = [schema.type ?? "any"].flat();
    const said = types.map((type) => {
      if (type === "array") return `${this.#element(schema.items ?? {})}[]`;
      return type === "string" && schema.format ? `string (${schema.format})` : type;
    });
    return said.join(" | ");
  }

  /** The schema that a reference, an array or a choice with null comes down to. */
  inner(schema: Schema): Schema {
    if (schema.$ref) return this.inner(this.#named[nameOf(schema.$ref)] ?? {});
    if (schema.items) return this.inner(schema.items);
    const choices = (schema.oneOf ?? schema.anyOf ?? []).filter((choice) => !isNull(choice));
    const [only] = choices;
    return choices.length === 1 && only ? this.inner(only) : schema;
  }

  /** The named fields of what a schema comes down to, in the order of the description. */
  fields(schema: Schema): Field[] {
    const whole = this.inner(schema);
    const own = Object.entries(whole.properties ?? {}).map(([name, field]) => ({
      name,
      type: this.type(field),
      required: whole.required?.includes(name) ?? false,
      about: this.#said(field),
      schema: field,
    }));
    return [...(whole.allOf ?? []).flatMap((part) => this.fields(part)), ...own];
  }

  /** The shapes to choose from, where there is more than one. */
  choices(schema: Schema): Schema[] {
    const whole = this.inner(schema);
    const choices = (whole.oneOf ?? whole.anyOf ?? []).filter((choice) => !isNull(choice));
    return choices.length > 1 ? choices : [];
  }

  /** A value of this shape, with what is required only. */
  example(schema: Schema, above: Schema[] = []): unknown {
    if (schema.example !== undefined) return schema.example;
    if (schema.enum) return schema.enum[0];
    const [choice] = (schema.oneOf ?? schema.anyOf ?? []).filter((one) => !isNull(one));
    if (choice) return this.example(choice, above);
    if (schema.$ref) {
      const named = this.#named[nameOf(schema.$ref)];
      // A shape that holds itself ends here.
      return named && !above.includes(named) ? this.example(named, [...above, named]) : null;
    }
    if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => this.example(part, above)));
    switch ([schema.type ?? "any"].flat()[0]) {
      case "object":
        return Object.fromEntries(
          Object.entries(schema.properties ?? {})
            .filter(([name]) => schema.required?.includes(name))
            .map(([name, field]) => [name, this.example(field, above)]),
        );
      case "array":
        return [this.example(schema.items ?? {}, above)];
      case "boolean":
        return true;
      case "integer":
      case "number":
        return 1;
      case "string":
        return schema.format === "uuid" ? "00000000-0000-7000-8000-000000000000" : "…";
      default:
        return null;
    }
  }

  #element(schema: Schema): string {
    const type = this.type(schema);
    return type.includes(" ") ? `(${type})` : type;
  }

  /** What is said of a field, or else of the shape that it has. */
  #said(schema: Schema): string {
    if (schema.description) return schema.description;
    if (schema.$ref) return this.#said(this.#named[nameOf(schema.$ref)] ?? {});
    const [only, ...more] = (schema.oneOf ?? []).filter((choice) => !isNull(choice));
    return only && more.length === 0 ? this.#said(only) : "";
  }
}

/** A command for a shell that asks for it; places of the path that are to be filled in stay in braces. */
export function curlOf(operation: Operation, shapes: Shapes, origin: string): string {
  const wanted = operation.parameters.filter((parameter) => parameter.in === "query" && parameter.required);
  const query = wanted.map(({ name }) => `${name}=…`).join("&");
  const lines = [`curl -s '${origin}${operation.path}${query && `?${query}`}'`];
  if (operation.method !== "GET") lines.push(`-X ${operation.method}`);
  const json = operation.body.find(({ media }) => media === "application/json");
  if (json) {
    const value = JSON.stringify(json.schema ? shapes.example(json.schema) : {});
    lines.push("-H content-type:application/json", `-d '${value.replaceAll("'", String.raw`'\''`)}'`);
  }
  return lines.join(" \\\n  ");
}
