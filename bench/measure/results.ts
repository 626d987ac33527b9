import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../results", import.meta.url));

export function saveResult(name: string, result: object): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}-${new Date().toISOString().replace(/[-:]|\..*/g, "")}.json`);
  writeFileSync(file, `${JSON.stringify({ name, ...result }, undefined, 2)}\n`);
}
/** `--rounds=3`. */
export function numberOption(name: string, otherwise: number): number {
  return Number(process.argv.find((word) => word.startsWith(`--${name}=`))?.split("=")[1] ?? otherwise);
}
export function settingsLine(settings: Readonly<Record<string, string>>): string {
  return `settings: ${Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ")}`;
}
