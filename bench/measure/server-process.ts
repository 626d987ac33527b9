import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export type ServerProcess = {
  readonly url: string;
  readonly pid: number;
  readonly child: ChildProcess;
  readonly lines: readonly string[];
  readonly stop: () => Promise<void>;
};

/** The program as `npm start` runs it, in a process of its own. */
export async function startServerProcess(options: {
  readonly script: string;
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
}): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...(options.nodeOptions ?? []), options.script, "start"], {
    env: { ...process.env, PORT: "0", HOST: "127.0.0.1", DATA_DIR: options.dataDir, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    let text = "";
    const read = (part: Buffer) => {
      text += part.toString();
      const whole = text.split("\n");
      text = whole.pop() ?? "";
      for (const line of whole) {
        lines.push(line);
        const found = /(http:\/\/\S+)/.exec(line)?.[1];
        if (found) resolve(found);
      }
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${lines.join("\n")} ${text}`)));
  });
  return {
    url,
    pid: child.pid ?? 0,
    child,
    lines,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** A server beside others on one cluster needs a directory of its own, with the cluster's secrets. */
export function serverDirectory(clusterDataDir: string, name: string): string {
  const directory = join(clusterDataDir, `server-${name}`);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  copyFileSync(join(clusterDataDir, "secrets.json"), join(directory, "secrets.json"));
  return directory;
}

/** `dist/cli.mjs`, built anew when its sources have changed; `--server=FILE` measures another build. */
export async function builtServer(): Promise<string> {
  const given = process.argv.find((word) => word.startsWith("--server="))?.split("=")[1];
  if (given) return given;
  const { build } = (await import(new URL("../../scripts/build.mjs", import.meta.url).href)) as {
    build: (parts: readonly string[]) => Promise<void>;
  };
  await build(["server"]);
  return fileURLToPath(new URL("../../dist/cli.mjs", import.meta.url));
}
