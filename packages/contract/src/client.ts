import type { Problem } from "./primitives.ts";
import type { Route, RouteReply, RouteRequest } from "./route.ts";

type Transport = (
  url: string,
  init: { readonly method: string; readonly headers: Record<string, string>; readonly body?: string },
) => Promise<{
  readonly status: number;
  text(): Promise<string>;
}>;

/** A refusal as the server said it: code, sentence, and the fields concerned. */
export class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.name = "Refused";
    this.problem = problem;
  }
}

export type CallOptions = { readonly idempotencyKey?: string; readonly headers?: Record<string, string> };
export type ApiClient<Table extends Record<string, Route>> = {
  call<Name extends keyof Table & string>(
    name: Name,
    request?: RouteRequest<Table[Name]>,
    options?: CallOptions,
  ): Promise<RouteReply<Table[Name]>>;
  url<Name extends keyof Table & string>(name: Name, request?: RouteRequest<Table[Name]>): string;
};

/** Typed by the route table alone; the transport is `fetch` in the browser and anything like it in tests. */
export function createClient<Table extends Record<string, Route>>(
  table: Table,
  transport: Transport,
  base = "/api/v1",
): ApiClient<Table> {
  function url(
    name: keyof Table & string,
    request: { readonly params?: unknown; readonly query?: unknown } = {},
  ): string {
    const definition = table[name];
    if (!definition) throw new Error(`unknown route ${name}`);
    const params = (request.params ?? {}) as Record<string, string>;
    const path = definition.path.replace(/:([a-zA-Z]+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ""));
    const search = new URLSearchParamsText(request.query as Record<string, unknown> | undefined).text;
    return `${base}${path}${search}`;
  }
  async function call(
    name: keyof Table & string,
    request: { readonly params?: unknown; readonly query?: unknown; readonly body?: unknown } = {},
    options: CallOptions = {},
  ): Promise<never> {
    const definition = table[name];
    if (!definition) throw new Error(`unknown route ${name}`);
    const headers: Record<string, string> = { accept: "application/json", ...options.headers };
    if (options.idempotencyKey) headers["idempotency-key"] = options.idempotencyKey;
    const hasBody = definition.method !== "GET" && definition.body !== undefined;
    if (hasBody) headers["content-type"] = "application/json";
    const response = await transport(url(name, request), {
      method: definition.method,
      headers,
      ...(hasBody ? { body: JSON.stringify(request.body ?? {}) } : {}),
    });
    const raw = await response.text();
    const parsed: unknown = raw === "" ? undefined : JSON.parse(raw);
    if (response.status >= 400) throw new Refused(parsed as Problem);
    return parsed as never;
  }
  return { call, url } as ApiClient<Table>;
}

/** URLSearchParams is a DOM type; the contract stays free of them. */
class URLSearchParamsText {
  readonly text: string;
  constructor(query: Record<string, unknown> | undefined) {
    const parts = Object.entries(query ?? {})
      .filter(([, value]) => value !== undefined && value !== null && value !== "")
      .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`);
    this.text = parts.length > 0 ? `?${parts.join("&")}` : "";
  }
}
