import type { z } from "zod";
import type { Permission } from "./permission.ts";
import type { RefusalCode } from "./refusal.ts";

/** What zod's functions ask of a schema; its methods are the dear part of `z.ZodType` to compare. */
export type Schema = z.core.$ZodType;

export type Route = {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below /api/v1, with :params. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  /** "public" needs no session, "signed-in" any session; everything else is a right that a role gives. */
  readonly permission: Permission | "public" | "signed-in";
  readonly params?: Schema;
  readonly query?: Schema;
  readonly body?: Schema;
  /** A file instead of JSON, in or out. */
  readonly upload?: true;
  readonly download?: "xlsx";
  readonly reply?: Schema;
  readonly errors: readonly RefusalCode[];
};

/** Keeps the literal types, so that client and server are typed by the table alone. */
export function route<const R extends Route>(definition: R): R {
  return definition;
}

type InputOf<S> = S extends Schema ? z.input<S> : undefined;
type OutputOf<S> = S extends Schema ? z.output<S> : undefined;
export type RouteInput<R extends Route> = {
  readonly params: OutputOf<R["params"]>;
  readonly query: OutputOf<R["query"]>;
  readonly body: OutputOf<R["body"]>;
};
export type RouteRequest<R extends Route> = {
  readonly params?: InputOf<R["params"]>;
  readonly query?: InputOf<R["query"]>;
  readonly body?: InputOf<R["body"]>;
};
export type RouteReply<R extends Route> = OutputOf<R["reply"]>;
