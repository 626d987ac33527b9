import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { refused } from "./platform/refused.ts";

/** The built pages beside the API, on the same port; every address that is no file is the single page's own. */
export async function serveWeb(http: FastifyInstance, webDir: string): Promise<void> {
  if (!existsSync(join(webDir, "index.html"))) return;
  await http.register(fastifyStatic, { root: webDir, wildcard: false, maxAge: "1h", immutable: false });
  http.get("/*", (request, reply) => {
    if (request.url.startsWith("/api/")) throw refused("not_found");
    return reply.sendFile("index.html", { maxAge: 0 });
  });
}
