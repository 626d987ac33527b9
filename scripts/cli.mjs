import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureInstalled, requireNode, root } from "./install.mjs";

requireNode();
ensureInstalled();
const { build } = await import("./build.mjs");
await build(process.argv[2] === "start" ? ["server", "web"] : ["server"]);
await import(pathToFileURL(join(root, "dist", "cli.mjs")).href);
