import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The journeys meet the same built pages and server as a user does. */
export function setup(): void {
  const script = fileURLToPath(new URL("../../scripts/build.mjs", import.meta.url));
  const build = spawnSync(process.execPath, [script], { stdio: "inherit" });
  if (build.status !== 0) throw new Error("the build failed: see above");
}
