import type { Socket } from "node:net";
import type { Readable } from "node:stream";
import fastifyCookie from "@fastify/cookie";
import fastifyHelmet from "@fastify/helmet";
import fastifyMultipart from "@fastify/multipart";
import fastifyRateLimit from "@fastify/rate-limit";
import {
  type Permission,
  type Route,
  type RouteInput,
  type RouteName,
  type RouteReply,
  type Routes,
  type Schema,
  routes,
} from "@zhangshi/contract";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from "fastify";
import { z } from "zod";
import type { Actor } from "./audit.sql.ts";
import { type Database, isConnectionLost, type Tx } from "./db.ts";
import { errorPageHtml } from "./error-pages.ts";
import { findReply, isKeyTaken, storeReply } from "./idempotency.sql.ts";
import { sha256 } from "./identifiers.ts";
import { type FieldRefusal, problemDocument, RefusedError, refused } from "./refused.ts";

z.config(z.locales.zhCN());

/** Who asks, for which company, with which rights. */
export type Caller = Actor & {
  readonly orgId: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly timeZone: string;
  /** 补录天数: how far back the caller's role may date a document; null: as far as the books are open. */
  readonly backdatingDays: number | null;
  readonly tokenHash: Buffer;
};
export type Context = {
  readonly caller: Caller;
  readonly language: "zh" | "en";
  readonly idempotency: { readonly key: string; readonly hash: Buffer } | null;
};
export type PublicContext = {
  readonly language: "zh" | "en";
  readonly address: string;
  readonly reply: FastifyReply;
  readonly request: FastifyRequest;
};
export type Download = { readonly fileName: string; readonly content: Buffer | Readable };

type Input<N extends RouteName> = RouteInput<Routes[N]>;
type Reply<N extends RouteName> = Routes[N] extends { readonly download: "xlsx" } ? Download : RouteReply<Routes[N]>;
/** How a route runs: in a transaction that reads, one that writes with its idempotency key, by itself, or without a session. */
export type Handler<N extends RouteName> =
  | { readonly kind: "read" | "write"; readonly run: (tx: Tx, input: Input<N>, context: Context) => Promise<Reply<N>> }
  | {
      readonly kind: "own";
      readonly run: (
        input: Input<N>,
        context: Context,
        request: FastifyRequest,
        reply: FastifyReply,
      ) => Promise<Reply<N>>;
    }
  | { readonly kind: "public"; readonly run: (input: Input<N>, context: PublicContext) => Promise<Reply<N>> };
export type Handlers<Names extends RouteName = RouteName> = { readonly [N in Names]: Handler<N> };

export type HttpOptions = {
  readonly db: Database;
  readonly handlers: Handlers;
  readonly findCaller: (token: string) => Promise<Caller | undefined>;
  readonly permissionName: (permission: Permission) => string;
  readonly health: () => Promise<Record<string, unknown>>;
  readonly openApi: () => Record<string, unknown>;
};

export const sessionCookie = "zhangshi_session";
const uploadLimit = 110 * 1024 * 1024;

export async function createHttpServer(options: HttpOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger: { level: "error" },
    bodyLimit: 8 * 1024 * 1024,
    trustProxy: false,
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: false },
  });
  endSilentConnections(app);
  await app.register(fastifyCookie);
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:", "blob:"],
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        upgradeInsecureRequests: null,
      },
    },
    strictTransportSecurity: false,
  });
  await app.register(fastifyRateLimit, { global: false, errorResponseBuilder: () => refused("request.too_many") });
  await app.register(fastifyMultipart, { limits: { fileSize: uploadLimit, files: 1, fields: 10 } });

  app.setErrorHandler((error, request, reply) => sendError(app, error, request, reply));
  app.setNotFoundHandler((request, reply) => sendError(app, refused("not_found"), request, reply));
  app.get("/health", async () => options.health());
  app.get<{ Params: { code: string } }>("/docs/errors/:code", async (request, reply) => {
    const page = errorPageHtml(request.params.code);
    if (!page) throw refused("not_found");
    return reply.type("text/html; charset=utf-8").send(page);
  });
  let openApiText: string | undefined;
  app.get("/api/v1/openapi.json", async (_request, reply) => {
    openApiText ??= JSON.stringify(options.openApi());
    return reply.type("application/json; charset=utf-8").send(openApiText);
  });
  for (const name of Object.keys(routes) as RouteName[]) bind(app, name, options);
  return app;
}

/** A browser connects ahead and asks nothing yet; to a stop that looks busy, and it would wait a minute for it. */
function endSilentConnections(app: FastifyInstance): void {
  const silent = new Set<Socket>();
  app.server.on("connection", (socket: Socket) => {
    silent.add(socket);
    socket.once("close", () => silent.delete(socket));
  });
  app.server.on("request", ({ socket }) => silent.delete(socket));
  app.addHook("preClose", async () => {
    for (const socket of silent) socket.destroy();
  });
}

function bind(app: FastifyInstance, name: RouteName, options: HttpOptions): void {
  const definition: Route = routes[name];
  const handler = options.handlers[name] as Handler<RouteName>;
  const limited = definition.permission === "public" && definition.method !== "GET";
  app.route({
    method: definition.method,
    url: `/api/v1${definition.path}`,
    ...(limited ? { config: { rateLimit: { max: 60, timeWindow: "1 minute" } } } : {}),
    handler: async (request, reply) => {
      const language = languageOf(request);
      if (definition.permission === "public") {
        requireSameOrigin(request, definition.method);
        if (handler.kind !== "public") throw new Error(`${name} is public and needs a public handler`);
        return send(
          reply,
          definition,
          await handler.run(parse(definition, request) as never, { language, address: request.ip, reply, request }),
        );
      }
      const caller = await callerOf(request, options);
      requireSameOrigin(request, definition.method);
      const needed = definition.permission;
      if (needed !== "signed-in" && !caller.permissions.has(needed))
        throw refused("permission.missing", { permission: options.permissionName(needed) });
      const input = parse(definition, request) as never;
      const context: Context = { caller, language, idempotency: idempotencyOf(request, name, definition.method) };
      if (handler.kind === "public") throw new Error(`${name} needs a session, its handler does not know one`);
      if (handler.kind === "own") return send(reply, definition, await handler.run(input, context, request, reply));
      if (handler.kind === "read")
        return send(
          reply,
          definition,
          await options.db.inCompany(caller.orgId, (tx) => handler.run(tx, input, context)),
        );
      return sendText(reply, await writeOnce(options.db, context, (tx) => handler.run(tx, input, context)));
    },
  });
}

/** The write and the memory of its answer are one transaction: a retry gets the first answer, whoever came second. */
async function writeOnce(db: Database, context: Context, run: (tx: Tx) => Promise<unknown>): Promise<string> {
  const { idempotency, caller } = context;
  const attempt = () =>
    db.inCompany(caller.orgId, async (tx) => {
      if (idempotency) {
        const stored = await findReply(tx, idempotency.key);
        if (stored) return replay(stored, idempotency.hash);
      }
      const text = JSON.stringify((await run(tx)) ?? null);
      if (idempotency)
        await storeReply(tx, idempotency.key, { requestHash: idempotency.hash, status: 200, response: text });
      return text;
    });
  try {
    return await attempt();
  } catch (error) {
    if (isKeyTaken(error)) return attempt();
    // Pressed twice at once: the second waited for the first, and what the first changed would refuse it.
    const stored =
      idempotency && error instanceof RefusedError
        ? await db.inCompany(caller.orgId, (tx) => findReply(tx, idempotency.key))
        : undefined;
    if (idempotency && stored) return replay(stored, idempotency.hash);
    throw error;
  }
}
export function replay(stored: { readonly requestHash: Buffer; readonly response: string }, hash: Buffer): string {
  if (!stored.requestHash.equals(hash)) throw refused("idempotency.conflict");
  return stored.response;
}

async function callerOf(request: FastifyRequest, options: HttpOptions): Promise<Caller> {
  const token = request.cookies[sessionCookie];
  const caller = token ? await options.findCaller(token) : undefined;
  if (!caller) throw refused("session.required");
  return caller;
}

/** A page of another site cannot make a browser write here: browsers always name the origin of such requests. */
function requireSameOrigin(request: FastifyRequest, method: string): void {
  const origin = request.headers.origin;
  if (method === "GET" || origin === undefined) return;
  const host = URL.canParse(origin) ? new URL(origin).host : "";
  if (host !== request.headers.host) throw refused("session.required");
}

function idempotencyOf(request: FastifyRequest, name: string, method: string): Context["idempotency"] {
  const key = request.headers["idempotency-key"];
  if (method === "GET" || typeof key !== "string" || key === "") return null;
  if (key.length > 200)
    throw new RefusedError("request.invalid", {}, [
      { path: "Idempotency-Key", code: "text.too_long", message: "Idempotency-Key 最多 200 个字符" },
    ]);
  return {
    key,
    hash: sha256(name, "\n", JSON.stringify(request.params ?? null), "\n", JSON.stringify(request.body ?? null)),
  };
}

function parse(
  definition: { readonly params?: Schema; readonly query?: Schema; readonly body?: Schema },
  request: FastifyRequest,
): { params: unknown; query: unknown; body: unknown } {
  const fields: FieldRefusal[] = [];
  const read = (type: Schema | undefined, value: unknown, prefix: string) => {
    if (!type) return undefined;
    const result = z.safeParse(type, value);
    if (result.success) return result.data;
    fields.push(...result.error.issues.flatMap((issue) => fieldsOf(issue, prefix)));
    return undefined;
  };
  const params = read(definition.params, request.params, "");
  if (definition.params && params === undefined) throw refused("not_found");
  const query = read(definition.query, withoutControlCharacters(request.query), "");
  if (!definition.query && request.query && Object.keys(request.query).length > 0)
    fields.push(
      ...Object.keys(request.query).map((key) => ({
        path: key,
        code: "field.unknown",
        message: `没有「${key}」这个参数`,
      })),
    );
  const body = read(definition.body, request.body ?? {}, "");
  if (fields.length > 0) throw new RefusedError("request.invalid", {}, fields);
  return { params, query, body };
}

/** PostgreSQL's text has no NUL, and nobody searches for one: an address may carry it, a query may not. */
function withoutControlCharacters(query: unknown): unknown {
  if (query === null || typeof query !== "object") return query;
  const clean = (value: unknown) => (typeof value === "string" ? value.replace(/[\u0000-\u001f\u007f]/g, "") : value);
  return Object.fromEntries(Object.entries(query).map(([key, value]) => [key, clean(value)]));
}

function fieldsOf(issue: z.core.$ZodIssue, prefix: string): readonly FieldRefusal[] {
  const path = [prefix, ...issue.path.map(String)].filter((part) => part !== "").join(".");
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      path: path === "" ? key : `${path}.${key}`,
      code: "field.unknown",
      message: `没有「${key}」这个字段`,
    }));
  const code =
    "params" in issue && issue.params && typeof issue.params["code"] === "string" ? issue.params["code"] : issue.code;
  return [{ path, code, message: issue.message }];
}

function languageOf(request: FastifyRequest): "zh" | "en" {
  return /^en\b/i.test(request.headers["accept-language"] ?? "") ? "en" : "zh";
}

function send(
  reply: FastifyReply,
  definition: { readonly reply?: Schema; readonly download?: "xlsx" },
  result: unknown,
): FastifyReply {
  if (definition.download) {
    const { fileName, content } = result as Download;
    return reply
      .header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`)
      .type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
      .send(content);
  }
  if (result === undefined) return reply.code(204).send();
  return sendText(reply, typeof result === "string" ? result : JSON.stringify(result));
}
function sendText(reply: FastifyReply, text: string): FastifyReply {
  if (text === "null") return reply.code(204).send();
  return reply.type("application/json; charset=utf-8").header("cache-control", "no-store").send(text);
}

function sendError(app: FastifyInstance, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = asRefusal(error);
  if (refusal) {
    const document = problemDocument(refusal, languageOf(request));
    return reply.code(document.status).type("application/problem+json; charset=utf-8").send(JSON.stringify(document));
  }
  app.log.error({ err: error, url: request.url }, "defect");
  const body = {
    type: "/docs/errors/defect",
    title: "Internal error",
    status: 500,
    code: "defect",
    detail:
      languageOf(request) === "en"
        ? "Something went wrong on our side; nothing was written. Please try again."
        : "系统出错了，这一步没有写入。请重试；还不行请联系管理员。",
  };
  return reply.code(500).type("application/problem+json; charset=utf-8").send(JSON.stringify(body));
}
function asRefusal(error: unknown): RefusedError | undefined {
  if (error instanceof RefusedError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const status = error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 0;
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") return refused("request.too_large");
  if (code === "FST_REQ_FILE_TOO_LARGE") return refused("file.too_large", { limit: "100 MB" });
  if (code === "FST_INVALID_MULTIPART_CONTENT_TYPE") return refused("file.missing");
  if (status >= 400 && status < 500) return refused("request.malformed");
  if (isConnectionLost(error)) return refused("service.unavailable");
  return undefined;
}
