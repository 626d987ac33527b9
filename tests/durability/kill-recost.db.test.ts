import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Person, person, proveClean } from "../support/server.ts";
import { booksText } from "../support/stock-shop.ts";
import { boss, openFirstCompany } from "./first-company.ts";
import { bundleServer, freePort, postmasterOf, type RealServer, startRealServer } from "./real-server.ts";

/** 50 张销售 × 100 行：一次补录要重算的 5,000 笔. */
const sales = 50;
const linesPerSale = 100;

let bundle: Awaited<ReturnType<typeof bundleServer>>;
let dataDir: string;
let port: number;
let server: RealServer | undefined;
beforeAll(async () => {
  bundle = await bundleServer();
  dataDir = mkdtempSync(join(tmpdir(), "zhangshi-recost-"));
  port = await freePort();
});
afterAll(async () => {
  await server?.kill("SIGTERM");
  bundle?.remove();
  rmSync(dataDir, { recursive: true, force: true });
});

/** 一次入库、五千笔销售，和一张还没审核的补录入库. */
async function sellFiveThousand(owner: Person) {
  const company = await openFirstCompany(owner, "重算断电测试", ["P29"]);
  const { warehouseId, supplierId, customerId } = company;
  const itemId = company.itemIds[0] ?? "";
  const purchase = (businessDate: string, quantity: string, price: string) => ({
    body: {
      businessDate,
      partnerId: supplierId,
      warehouseId,
      taxIncluded: false,
      lines: [{ itemId, quantity, price }],
    },
  });
  await owner.call("purchaseReceipts.createApproved", purchase("2026-03-01", "10000", "10.01"));
  for (let sale = 0; sale < sales; sale += 1)
    await owner.call("salesDeliveries.createApproved", {
      body: {
        businessDate: `2026-03-${11 + Math.floor((sale * 20) / sales)}`,
        partnerId: customerId,
        warehouseId,
        lines: Array.from({ length: linesPerSale }, () => ({ itemId, quantity: "1", price: "20" })),
      },
    });
  const late = await owner.call("purchaseReceipts.create", purchase("2026-03-05", "777", "23.45"));
  return { itemId, late: late.id };
}

/** Un-approving and approving are the two re-costings that a kill may meet. */
const verbs = { draft: "approve", approved: "unapprove" } as const;

test("P29 重算 5,000 笔中途 kill -9（程序、数据库轮流）：重启后不是之前就是之后，从不在中间；账是平的", async () => {
  server = await startRealServer(bundle.script, dataDir, port);
  let owner = person(server);
  const { itemId, late } = await sellFiveThousand(owner);
  const statusOf = async () =>
    (await owner.call("purchaseReceipts.show", { params: { id: late } })).status as keyof typeof verbs;
  const press = async (verb: "approve" | "unapprove") =>
    owner.call(`purchaseReceipts.${verb}` as "purchaseReceipts.approve", { params: { id: late }, body: {} });
  const books = { draft: await booksText(owner), approved: "" };
  const began = performance.now();
  await press("approve");
  const whole = performance.now() - began;
  books.approved = await booksText(owner);
  console.log(`P29: 重算 ${sales * linesPerSale} 笔 ${whole.toFixed(0)} ms`);
  expect(books.approved).not.toBe(books.draft);

  let interrupted = 0;
  const outcomes = { before: 0, after: 0 };
  for (let round = 0; round < 8; round += 1) {
    const was = await statusOf();
    const answer = press(verbs[was]).then(
      () => "answered",
      () => "cut off",
    );
    await sleep(whole * (0.15 + 0.1 * round));
    if (round % 2 === 0) {
      await server.kill("SIGKILL");
      server = await startRealServer(bundle.script, dataDir, port);
      owner = person(server);
      await owner.call("session.create", { body: boss });
    } else {
      process.kill(postmasterOf(dataDir), "SIGKILL");
    }
    if ((await answer) === "cut off") interrupted += 1;
    const is = await untilItAnswers(statusOf);
    await untilItAnswers(() => booksText(owner));
    outcomes[is === was ? "before" : "after"] += 1;
    expect({ round, books: await booksText(owner) }).toEqual({ round, books: books[is] });
    expect(await proveClean(owner)).toBe("账实相符");
  }
  console.log(`P29：八次里 ${interrupted} 次没有答复；${outcomes.before} 次在之前，${outcomes.after} 次在之后`);
  expect(interrupted).toBeGreaterThanOrEqual(3);

  // 重算时有人同时作废一张后来的销售、有人看报表：排队，或者马上看见一个完整的时点
  if ((await statusOf()) === "approved") await press("unapprove");
  const [sale] = (await owner.call("salesDeliveries.list", { query: { sort: "number", direction: "desc" } })).rows;
  const [, , card] = await Promise.all([
    press("approve"),
    owner.call("salesDeliveries.unapprove", { params: { id: sale?.id ?? "" }, body: {} }),
    owner.call("stock.card", { query: { itemId } }),
  ]);
  expect(["5000", "5100", "5777", "5877"]).toContain(card.onHand);
  const now = await owner.call("stock.list", {});
  expect([now.rows[0]?.onHand, now.agreesWithLedger]).toEqual(["5877", true]);
  expect(await proveClean(owner)).toBe("账实相符");
}, 300_000);

/** The program opens the database again by itself after the database was killed. */
async function untilItAnswers<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tries > 600) throw error;
      await sleep(50);
    }
  }
}
