/** As much of OpenAPI 3.1 as our own document uses. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
};
type Content = Readonly<Record<string, { readonly schema?: Schema }>>;
type RawOperation = {
  readonly operationId?: string;
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly "x-permission"?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema?: Schema;
  }[];
  readonly requestBody?: { readonly content?: Content };
  readonly responses?: Readonly<Record<string, { readonly description?: string; readonly content?: Content }>>;
};
export type OpenApi = {
  readonly openapi: string;
  readonly servers?: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
};

export type Operation = {
  readonly id: string;
  readonly tag: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly permission: string;
  readonly parameters: NonNullable<RawOperation["parameters"]>;
  readonly body: { readonly media: string; readonly schema: Schema | undefined } | undefined;
  readonly reply: { readonly status: string; readonly media: string; readonly schema: Schema | undefined } | undefined;
  readonly errors: readonly { readonly status: string; readonly codes: readonly string[] }[];
};

export function operationsOf(document: OpenApi): readonly Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]) => operationOf(path, method, raw)),
  );
}

function operationOf(path: string, method: string, raw: RawOperation): Operation {
  const responses = Object.entries(raw.responses ?? {});
  const good = responses.find(([status]) => status.startsWith("2"));
  const first = (content: Content | undefined) => Object.entries(content ?? {})[0];
  const body = first(raw.requestBody?.content);
  const reply = first(good?.[1].content);
  return {
    id: raw.operationId ?? `${method} ${path}`,
    tag: raw.tags?.[0] ?? "",
    method: method.toUpperCase(),
    path,
    summary: raw.summary ?? "",
    permission: raw["x-permission"] ?? "",
    parameters: raw.parameters ?? [],
    body: body === undefined ? undefined : { media: body[0], schema: body[1].schema },
    reply: good === undefined ? undefined : { status: good[0], media: reply?.[0] ?? "", schema: reply?.[1].schema },
    errors: responses
      .filter(([status]) => !status.startsWith("2"))
      .map(([status, response]) => ({ status, codes: (response.description ?? "").split(/,\s*/).filter(Boolean) })),
  };
}

/** One line of the schema table. */
export type SchemaRow = {
  readonly key: string;
  readonly name: string;
  readonly depth: number;
  readonly type: string;
  readonly required: boolean;
  readonly notes: string;
};

const deepest = 6;

/** A schema as lines of a table, references followed, a type inside itself named and not opened again. */
export function schemaRows(
  document: OpenApi,
  schema: Schema | undefined,
  says: { readonly values: string; readonly fallback: string },
): readonly SchemaRow[] {
  const resolve = (part: Schema): { readonly schema: Schema; readonly name: string | undefined } => {
    const name = part.$ref?.split("/").at(-1);
    const found = name === undefined ? undefined : document.components?.schemas?.[name];
    return found === undefined ? { schema: part, name: undefined } : { schema: found, name };
  };

  function walk(
    part: Schema,
    name: string,
    key: string,
    depth: number,
    required: boolean,
    above: readonly string[],
  ): readonly SchemaRow[] {
    const { schema: found, name: type } = resolve(part);
    const { schema: core, isNullable } = withoutNull(found);
    const { schema: inner, name: innerType } = resolve(core);
    const element = inner.type === "array" && inner.items !== undefined ? resolve(inner.items) : undefined;
    const opened = element?.schema ?? inner;
    const typeName = type ?? innerType ?? element?.name;
    const row: SchemaRow = {
      key,
      name,
      depth,
      required,
      type: `${typeName === undefined ? typeText(inner, resolve) : element === undefined ? typeName : `${typeName}[]`}${isNullable ? " | null" : ""}`,
      notes: notesOf(part.$ref === undefined ? { ...inner, ...part } : inner, says),
    };
    if (depth >= deepest || (typeName !== undefined && above.includes(typeName))) return name === "" ? [] : [row];
    const below = children(
      opened,
      key,
      name === "" ? depth : depth + 1,
      typeName === undefined ? above : [...above, typeName],
    );
    return name === "" ? below : [row, ...below];
  }

  function children(opened: Schema, key: string, depth: number, above: readonly string[]): readonly SchemaRow[] {
    const parts = opened.allOf ?? opened.anyOf ?? opened.oneOf;
    if (parts !== undefined && opened.properties === undefined)
      return parts.flatMap((part, index) => walk(part, "", `${key}/${index}`, depth, false, above));
    const own = Object.entries(opened.properties ?? {}).flatMap(([name, property]) =>
      walk(property, name, `${key}/${name}`, depth, opened.required?.includes(name) ?? false, above),
    );
    const map = opened.additionalProperties;
    return typeof map === "object" && Object.keys(map).length > 0
      ? [...own, ...walk(map, "*", `${key}/*`, depth, false, above)]
      : own;
  }

  return schema === undefined ? [] : walk(schema, "", "", 0, false, []);
}

/** "X or null" is one line, not two. */
function withoutNull(schema: Schema): { readonly schema: Schema; readonly isNullable: boolean } {
  const options = schema.anyOf ?? schema.oneOf;
  if (options === undefined)
    return Array.isArray(schema.type)
      ? {
          schema: { ...schema, type: schema.type.find((one) => one !== "null") ?? "null" },
          isNullable: schema.type.includes("null"),
        }
      : { schema, isNullable: false };
  const others = options.filter((option) => option.type !== "null");
  return others.length === 1 && others.length < options.length && others[0] !== undefined
    ? { schema: others[0], isNullable: true }
    : { schema, isNullable: false };
}

function typeText(
  schema: Schema,
  resolve: (part: Schema) => { readonly schema: Schema; readonly name: string | undefined },
): string {
  if (schema.type === "array") {
    const element = schema.items === undefined ? undefined : resolve(schema.items);
    return `${element === undefined ? "any" : (element.name ?? typeText(element.schema, resolve))}[]`;
  }
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined)
    return options.map((option) => resolve(option).name ?? typeText(resolve(option).schema, resolve)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  return [typeof schema.type === "string" ? schema.type : "any", schema.format].filter(Boolean).join(" ");
}

function notesOf(schema: Schema, says: { readonly values: string; readonly fallback: string }): string {
  return [
    schema.description,
    schema.enum && `${says.values} ${schema.enum.map(String).join(" ")}`,
    schema.default !== undefined && `${says.fallback} ${JSON.stringify(schema.default)}`,
    rangeText(schema.minLength, schema.maxLength),
    rangeText(schema.minimum, schema.maximum),
    rangeText(undefined, schema.maxItems),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** The largest safe integer is how "no limit" looks in JSON Schema. */
function rangeText(low: number | undefined, high: number | undefined): string {
  const [from, to] = [
    low !== undefined && low > -1e15 ? low : undefined,
    high !== undefined && high < 1e15 ? high : undefined,
  ];
  if (from === undefined && to === undefined) return "";
  return `${from ?? ""}…${to ?? ""}`;
}

export function matches(operation: Operation, search: string): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const text =
    `${operation.tag} ${operation.summary} ${operation.method} ${operation.path} ${operation.id}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
