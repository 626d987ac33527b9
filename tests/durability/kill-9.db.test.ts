import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkBooks } from "../../bench/posting/books-check.sql.ts";
import { person, proveClean } from "../support/server.ts";
import { boss, openFirstCompany } from "./first-company.ts";
import { type Acknowledged, type PostingClients, type Shop, startPosting } from "./posting-clients.ts";
import { asOwner, bundleServer, freePort, postmasterOf, type RealServer, startRealServer } from "./real-server.ts";

const rounds = 20;
const clients = 8;

let bundle: Awaited<ReturnType<typeof bundleServer>>;
let dataDir: string;
let port: number;
let server: RealServer | undefined;
let posting: PostingClients | undefined;
beforeAll(async () => {
  bundle = await bundleServer();
  dataDir = mkdtempSync(join(tmpdir(), "zhangshi-kill-"));
  port = await freePort();
});
afterAll(async () => {
  posting?.abandon();
  await server?.kill("SIGTERM");
  bundle?.remove();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Goods enough for every round, and a session that outlives the server. */
async function stockUp(url: string): Promise<{ readonly shop: Shop; readonly orgId: string }> {
  const owner = person({ url });
  const company = await openFirstCompany(owner, "断电测试", ["A", "B", "C", "D", "E"]);
  const { orgId, warehouseId, customerId, itemIds } = company;
  const businessDate = "2026-03-02";
  await owner.call("purchaseReceipts.createApproved", {
    body: {
      businessDate,
      partnerId: company.supplierId,
      warehouseId,
      lines: itemIds.map((itemId) => ({ itemId, quantity: "1000000", price: "10" })),
    },
  });
  const response = await owner.fetch("/api/v1/session", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(boss),
  });
  const cookie = response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  return { shop: { cookie, warehouseId, customerId, itemIds, businessDate }, orgId };
}

/** What the books hold, against what was acknowledged. */
async function inspect(orgId: string, acknowledged: readonly Acknowledged[]) {
  return asOwner(dataDir, async (client) => {
    const { rows } = await client.query<{ id: string; number: string }>(
      `select id, number from document where org_id = $1 and type = 'sales-delivery' and status = 'approved'`,
      [orgId],
    );
    const { rows: unfinished } = await client.query<{ id: string }>(
      `select id from document where org_id = $1 and status <> 'approved'`,
      [orgId],
    );
    // Autovacuum is slower than these rounds, and plans without statistics take seconds.
    await client.query("analyze");
    const stored = new Map(rows.map((row) => [row.id, row.number]));
    const { failed } = await checkBooks(client, orgId, { inOrder: true });
    return {
      lost: acknowledged.filter((one) => stored.get(one.id) !== one.number).map((one) => one.number),
      unfinished: unfinished.map((row) => row.id),
      failed,
      stored: stored.size,
    };
  });
}

test("kill -9 二十次（程序、数据库轮流），八人同时开单：已答复的一张不少，没有半张，重发不重复，账是平的", async () => {
  server = await startRealServer(bundle.script, dataDir, port);
  const { shop, orgId } = await stockUp(server.url);
  const everything: Acknowledged[] = [];
  let retried = 0;

  for (let round = 1; round <= rounds; round += 1) {
    posting = startPosting(server.url, shop, clients);
    await sleep(150 + Math.random() * 500);
    const before = posting.count();
    if (round % 2 === 1) {
      await server.kill("SIGKILL");
      server = await startRealServer(bundle.script, dataDir, port);
    } else {
      process.kill(postmasterOf(dataDir), "SIGKILL");
    }
    // Posting goes on by itself: each clerk still has the request that was cut off.
    const patience = Date.now() + 60_000;
    while (posting.count() < before + clients && Date.now() < patience && !server.hasEnded()) await sleep(20);
    expect(server.hasEnded(), `round ${round}: ${server.lines.join("\n")}`).toBe(false);
    expect(posting.count(), `round ${round}: posting goes on`).toBeGreaterThanOrEqual(before + clients);
    await posting.stop();
    everything.push(...posting.acknowledged);
    retried += posting.retried();
    const found = await inspect(orgId, posting.acknowledged);
    expect({ round, ...found, surprises: posting.surprises }).toEqual({
      round,
      lost: [],
      unfinished: [],
      failed: [],
      surprises: [],
      // Every request was retried until it was answered, so nothing else can be there.
      stored: everything.length,
    });
  }

  expect(retried).toBeGreaterThan(rounds);
  expect(new Set(everything.map((one) => one.number)).size).toBe(everything.length);
  const found = await inspect(orgId, everything);
  expect(found.lost).toEqual([]);
  const owner = person(server);
  await owner.call("session.create", { body: boss });
  expect(await proveClean(owner)).toBe("账实相符");
}, 300_000);
