import { spawn } from "node:child_process";
import { peakResidentMegabytes } from "../measure/processes.ts";

export type Proved = {
  readonly clean: boolean;
  readonly seconds: number;
  readonly peakMegabytes: number;
  readonly text: string;
};

/** `zhangshi prove` in a process of its own, as an accountant's computer runs it at night. */
export async function proveByCommand(
  script: string,
  env: Readonly<Record<string, string>>,
  options: readonly string[] = [],
): Promise<Proved> {
  const began = performance.now();
  const child = spawn(process.execPath, [script, "prove", ...options], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  let peakMegabytes = 0;
  const look = setInterval(() => {
    const now = peakResidentMegabytes(child.pid ?? 0);
    if (now > peakMegabytes) peakMegabytes = now;
  }, 200);
  const read = (part: Buffer) => {
    text += part.toString();
  };
  child.stdout.on("data", read);
  child.stderr.on("data", read);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearInterval(look);
  return { clean: code === 0, seconds: (performance.now() - began) / 1000, peakMegabytes, text };
}
