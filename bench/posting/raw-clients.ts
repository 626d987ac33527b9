import pg from "pg";
import type { DatabaseConfig } from "../../apps/server/src/platform/launcher/open-database.ts";
import { customers, itemsPerLine, linesPerDocument, warehouses } from "./shape.ts";

export type RawOrder = { readonly config: DatabaseConfig; readonly clients: number; readonly seconds: number };
export type RawAnswer = { readonly documents: number; readonly seconds: number; readonly latencies: readonly number[] };

const random = (below: number) => Math.floor(Math.random() * below);

/** Stands in for pgbench where there is none. */
async function run(order: RawOrder): Promise<RawAnswer> {
  const clients = await Promise.all(
    Array.from({ length: order.clients }, async () => {
      const client = new pg.Client(order.config);
      await client.connect();
      return client;
    }),
  );
  const latencies: number[] = [];
  const began = performance.now();
  const end = began + order.seconds * 1000;
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < end) {
        const start = performance.now();
        await client.query({
          name: "raw",
          text: "select raw_limit.post_delivery($1, $2, $3::int[], $4::int[])",
          values: [
            1 + random(customers),
            1 + random(warehouses),
            Array.from({ length: linesPerDocument }, (_, k) => k * itemsPerLine + random(itemsPerLine) + 1),
            Array.from({ length: linesPerDocument }, () => 1 + random(5)),
          ],
        });
        latencies.push(performance.now() - start);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  await Promise.all(clients.map((client) => client.end()));
  return { documents: latencies.length, seconds, latencies };
}

process.on("message", (order: RawOrder) => {
  void run(order).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on("disconnect", () => process.exit(0));
