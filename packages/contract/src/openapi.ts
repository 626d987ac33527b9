import { z } from "zod";
import { problem } from "./primitives.ts";
import { refusals } from "./refusal.ts";
import type { Route, Schema } from "./route.ts";

type Json = Record<string, unknown>;

function schemaOf(type: Schema, io: "input" | "output"): Json {
  const schema = z.toJSONSchema(type, { io, target: "draft-2020-12", unrepresentable: "any" }) as Json;
  delete schema["$schema"];
  return schema;
}

/** Moves shared schemas (those with an id) to components, as OpenAPI 3.1 wants them. */
function lift(schema: unknown, components: Json): unknown {
  if (Array.isArray(schema)) return schema.map((part) => lift(part, components));
  if (schema === null || typeof schema !== "object") return schema;
  const { $defs, ...rest } = schema as Json;
  for (const [name, definition] of Object.entries(($defs as Json | undefined) ?? {}))
    components[name] ??= lift(definition, components);
  const lifted = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [
      key,
      key === "$ref" && typeof value === "string"
        ? value.replace("#/$defs/", "#/components/schemas/")
        : lift(value, components),
    ]),
  );
  const id = lifted["id"];
  if (typeof id === "string" && lifted["type"] === "object") {
    const { id: _, ...body } = lifted;
    components[id] ??= body;
    return { $ref: `#/components/schemas/${id}` };
  }
  return lifted;
}

function parametersOf(type: Schema | undefined, place: "path" | "query", components: Json): Json[] {
  if (!type) return [];
  const schema = lift(schemaOf(type, "input"), components) as { properties?: Json; required?: string[] };
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || (schema.required ?? []).includes(name),
    schema: property,
  }));
}

/** The whole API as an OpenAPI 3.1 document, made from the route table. */
export function openApiDocument(table: Record<string, Route>, version: string): Json {
  const components: Json = {};
  const paths: Record<string, Json> = {};
  components["Problem"] = lift(schemaOf(problem, "output"), {});
  for (const [name, definition] of Object.entries(table)) {
    const path = definition.path.replace(/:([a-zA-Z]+)/g, "{$1}");
    const isWrite = definition.method !== "GET";
    const byStatus = new Map<number, string[]>();
    for (const code of definition.errors) {
      const status = refusals[code].status;
      byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
    }
    if (definition.permission !== "public") byStatus.set(401, [...(byStatus.get(401) ?? []), "session.required"]);
    if (definition.body || definition.query || definition.params)
      byStatus.set(400, [...(byStatus.get(400) ?? []), "request.invalid"]);
    const content = definition.download
      ? {
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {
            schema: { type: "string", format: "binary" },
          },
        }
      : definition.reply && { "application/json": { schema: lift(schemaOf(definition.reply, "output"), components) } };
    paths[path] ??= {};
    paths[path][definition.method.toLowerCase()] = {
      operationId: name,
      tags: [definition.tag],
      summary: definition.summary,
      "x-permission": definition.permission,
      ...(definition.permission === "public" ? { security: [] } : {}),
      parameters: [
        ...parametersOf(definition.params, "path", components),
        ...parametersOf(definition.query, "query", components),
        ...(isWrite
          ? [
              {
                name: "Idempotency-Key",
                in: "header",
                required: false,
                schema: { type: "string", maxLength: 200 },
                description: "同一个键的第二次请求得到第一次的答复，不会再写一次",
              },
            ]
          : []),
      ],
      ...(definition.upload
        ? {
            requestBody: {
              required: true,
              content: {
                "multipart/form-data": {
                  schema: {
                    type: "object",
                    properties: { file: { type: "string", format: "binary" } },
                    required: ["file"],
                  },
                },
              },
            },
          }
        : {}),
      ...(definition.body
        ? {
            requestBody: {
              required: true,
              content: { "application/json": { schema: lift(schemaOf(definition.body, "input"), components) } },
            },
          }
        : {}),
      responses: {
        [content ? "200" : "204"]: { description: "成功", ...(content ? { content } : {}) },
        ...Object.fromEntries(
          [...byStatus]
            .sort(([a], [b]) => a - b)
            .map(([status, codes]) => [
              String(status),
              {
                description: [...new Set(codes)].join(", "),
                content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
              },
            ]),
        ),
      },
    };
  }
  return {
    openapi: "3.1.0",
    info: { title: "账实 Zhangshi API", version, license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    servers: [{ url: "/api/v1" }],
    security: [{ session: [] }],
    paths,
    components: {
      schemas: components,
      securitySchemes: { session: { type: "apiKey", in: "cookie", name: "zhangshi_session" } },
    },
  };
}
