import { ensureInstalled, requireNode } from "./install.mjs";

requireNode();
process.argv.splice(2, 0, "start");
ensureInstalled();
await import("./cli.mjs");
