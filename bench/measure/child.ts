import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A script of ours in a process of its own, asked by messages. */
export function startChild(script: URL): ChildProcess {
  return fork(fileURLToPath(script), { execArgv: ["--import", "tsx"], serialization: "advanced" });
}
export async function askChild<Order, Answer>(child: ChildProcess, order: Order): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`the process ended with ${code}`));
    child.once("exit", ended);
    child.once("message", (answer) => {
      child.off("exit", ended);
      resolve(answer as Answer);
    });
    child.send(order as object);
  });
}
