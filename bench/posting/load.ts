import { randomBytes } from "node:crypto";
import { Client } from "undici";
import {
  customers,
  customersPerSupplier,
  hotItem,
  itemsPerLine,
  linesPerDocument,
  numberedId,
  priceOf,
  warehouses,
} from "./shape.ts";

/** What the load process is asked for, and what it answers. */
export type LoadOrder = {
  readonly url: string;
  readonly cookie: string;
  readonly connections: number;
  readonly businessDate: string;
  readonly warmSeconds: number;
  /** Left out: every line from its own part of the catalogue. */
  readonly goods?: Goods;
  /** Of a hundred documents this many are purchase receipts of the same goods; left out: none. */
  readonly receiptsPerHundred?: number;
} & (
  | { readonly job: "approved"; readonly seconds: number }
  /** Saves drafts first, then approves each of them. */
  | { readonly job: "draft-approve"; readonly documents: number }
);
/** The same number of lines each: from all over the catalogue, one of them the hot item, or all of them. */
export type Goods = "spread" | "one-hot-line" | "all-hot-lines";
export type LoadTimes = {
  readonly documents: number;
  readonly seconds: number;
  readonly latencies: readonly number[];
  readonly errors: number;
  readonly firstError: string | null;
};
export type LoadAnswer = LoadTimes & {
  readonly cpuMilliseconds: number;
  /** Of the saving before, for drafts. */
  readonly drafts: LoadTimes | null;
};

let seed = 20_261_125;
/** Small and seeded: every run asks for the same documents. */
function random(below: number): number {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
  return Math.floor((seed / 4_294_967_296) * below);
}
function newId(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
function newDocument(id: string, businessDate: string, goods: Goods, kind: "delivery" | "receipt"): string {
  const hotWarehouse = numberedId("warehouse", 1);
  return JSON.stringify({
    id,
    businessDate,
    partnerId: kind === "delivery" ? numberedId("customer", 1 + random(customers)) : numberedId("customer", supplier()),
    warehouseId: numberedId("warehouse", 1 + random(warehouses)),
    taxIncluded: false,
    lines: Array.from({ length: linesPerDocument }, (_, k) => {
      const item = k * itemsPerLine + random(itemsPerLine) + 1;
      const isHot = goods === "all-hot-lines" || (goods === "one-hot-line" && k === 0);
      const line = { quantity: String(1 + random(5)), price: kind === "delivery" ? priceOf(item) : receiptPrice(item) };
      return isHot
        ? { ...line, itemId: numberedId("item", hotItem), warehouseId: hotWarehouse }
        : { ...line, itemId: numberedId("item", item) };
    }),
  });
}
function supplier(): number {
  return customersPerSupplier * (1 + random(customers / customersPerSupplier));
}
/** Never the average itself, so that every receipt moves it by some 分. */
function receiptPrice(item: number): string {
  return `${10 + (item % 50)}.${10 + random(90)}`;
}

const paths = {
  draft: "/api/v1/sales/deliveries",
  approved: "/api/v1/sales/deliveries/approved",
  receipt: "/api/v1/purchase/receipts/approved",
} as const;

async function send(client: Client, cookie: string, path: string, body: string): Promise<string> {
  const response = await client.request({
    method: "POST",
    path,
    headers: { "content-type": "application/json", cookie, "idempotency-key": newId() },
    body,
  });
  const text = await response.body.text();
  if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${text}`);
  return text;
}

/** Every connection asks again as soon as it is answered, until the work or the time is used up. */
async function drive(
  clients: readonly Client[],
  next: () => ((client: Client) => Promise<unknown>) | undefined,
): Promise<LoadTimes> {
  const latencies: number[] = [];
  let errors = 0;
  let firstError: string | null = null;
  const began = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      for (let work = next(); work; work = next()) {
        const start = performance.now();
        try {
          await work(client);
          latencies.push(performance.now() - start);
        } catch (error) {
          errors += 1;
          firstError ??= String(error);
        }
      }
    }),
  );
  return { documents: latencies.length, seconds: (performance.now() - began) / 1000, latencies, errors, firstError };
}

async function run(order: LoadOrder): Promise<LoadAnswer> {
  const clients = Array.from({ length: order.connections }, () => new Client(order.url, { pipelining: 1 }));
  const { cookie, businessDate, goods = "spread", receiptsPerHundred = 0 } = order;
  const approved = (client: Client) =>
    random(100) < receiptsPerHundred
      ? send(client, cookie, paths.receipt, newDocument(newId(), businessDate, goods, "receipt"))
      : send(client, cookie, paths.approved, newDocument(newId(), businessDate, goods, "delivery"));
  const until = (seconds: number) => {
    const end = performance.now() + seconds * 1000;
    return () => (performance.now() < end ? approved : undefined);
  };
  try {
    await drive(clients, until(order.warmSeconds));
    if (order.job === "approved") {
      const cpu = process.cpuUsage();
      const times = await drive(clients, until(order.seconds));
      const used = process.cpuUsage(cpu);
      return { ...times, cpuMilliseconds: (used.user + used.system) / 1000, drafts: null };
    }
    const ids: string[] = [];
    let left = order.documents;
    const drafts = await drive(clients, () => {
      if (left <= 0) return undefined;
      left -= 1;
      return async (client) => {
        const id = newId();
        await send(client, cookie, paths.draft, newDocument(id, businessDate, goods, "delivery"));
        ids.push(id);
      };
    });
    const cpu = process.cpuUsage();
    const times = await drive(clients, () => {
      const id = ids.pop();
      return id === undefined ? undefined : (client) => send(client, cookie, `${paths.draft}/${id}/approve`, "{}");
    });
    const used = process.cpuUsage(cpu);
    return { ...times, cpuMilliseconds: (used.user + used.system) / 1000, drafts };
  } finally {
    await Promise.all(clients.map((client) => client.close()));
  }
}

process.on("message", (order: LoadOrder) => {
  void run(order).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on("disconnect", () => process.exit(0));
