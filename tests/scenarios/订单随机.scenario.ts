import { expect, test } from "vitest";
import { Refused } from "@zhangshi/contract";
import { addItem, addPartner, openShop, proveClean, serverOfThisFile, type Shop } from "../support/server.ts";

const server = serverOfThisFile();

/** The same numbers every time, so that what was found once is found again. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

/** An order as a person would keep it on paper. */
type PaperOrder = {
  readonly id: string;
  readonly side: "sales" | "purchase";
  readonly itemId: string;
  ordered: number;
  isApproved: boolean;
  isClosed: boolean;
  readonly followers: { readonly id: string; readonly quantity: number; isApproved: boolean }[];
};
const executed = (order: PaperOrder) =>
  order.followers.reduce((sum, one) => sum + (one.isApproved ? one.quantity : 0), 0);
const open = (order: PaperOrder) => (order.isApproved && !order.isClosed ? order.ordered - executed(order) : 0);

type Books = { readonly shop: Shop; readonly partners: Readonly<Record<PaperOrder["side"], string>> };
function bodyOf({ shop, partners }: Books, order: Pick<PaperOrder, "side" | "itemId">, quantity: number, day: number) {
  return {
    businessDate: `2026-03-${String(day).padStart(2, "0")}`,
    partnerId: partners[order.side],
    warehouseId: shop.warehouseId,
    taxIncluded: false,
    lines: [{ itemId: order.itemId, quantity: String(quantity), price: "10" }],
  };
}
const orderRoutes = { sales: "salesOrders", purchase: "purchaseOrders" } as const;
const followerRoutes = { sales: "salesDeliveries", purchase: "purchaseReceipts" } as const;

/** True when it was done; a refusal is an answer too. */
async function isDone(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

/** One thing that somebody does to an order; the paper follows what the books answered, never the other way. */
async function change(books: Books, order: PaperOrder, random: (below: number) => number): Promise<string> {
  const { shop } = books;
  const [orders, followers] = [orderRoutes[order.side], followerRoutes[order.side]];
  const target = { params: { id: order.id } };
  const follower = order.followers[random(Math.max(1, order.followers.length))];
  switch (random(8)) {
    case 0:
    case 1:
    case 2: {
      const quantity = 1 + random(6);
      const body = bodyOf(books, order, quantity, 10 + random(15));
      const lines = body.lines.map((line) => ({ ...line, source: { documentId: order.id, lineNo: 1 } }));
      const made = { id: "" };
      const done = await isDone(
        shop.call(`${followers}.createApproved`, { body: { ...body, lines } }).then((reply) => (made.id = reply.id)),
      );
      if (done) order.followers.push({ id: made.id, quantity, isApproved: true });
      return done ? "执行" : "执行被拒";
    }
    case 3:
    case 4: {
      if (!follower) return "无";
      const verb = follower.isApproved ? "unapprove" : "approve";
      const done = await isDone(shop.call(`${followers}.${verb}`, { params: { id: follower.id }, body: {} }));
      if (done) follower.isApproved = !follower.isApproved;
      return done ? (follower.isApproved ? "再审核后续" : "反审核后续") : "后续被拒";
    }
    case 5: {
      const done = await isDone(shop.call(`${orders}.close`, { ...target, body: { reason: "不要了" } }));
      if (done) order.isClosed = true;
      return done ? "关闭" : "关闭被拒";
    }
    case 6: {
      const done = await isDone(shop.call(`${orders}.reopen`, { ...target, body: {} }));
      if (done) order.isClosed = false;
      return done ? "打开" : "打开被拒";
    }
    default: {
      const verb = order.isApproved ? "unapprove" : "approve";
      const done = await isDone(shop.call(`${orders}.${verb}`, { ...target, body: {} }));
      if (done) [order.isApproved, order.isClosed] = [!order.isApproved, false];
      return done ? (order.isApproved ? "再审核" : "反审核") : "订单被拒";
    }
  }
}

test.each([1, 2])(
  "占用和采购在途从不漂移：随机 200 次订、出、关、反审核，四个人同时做，每一轮都等于纸上的账（种子 %i）",
  async (seed) => {
    const shop = await openShop(server);
    const books: Books = {
      shop,
      partners: { sales: await addPartner(shop, "K1", "customer"), purchase: await addPartner(shop, "G1", "supplier") },
    };
    const items = [await addItem(shop, "A"), await addItem(shop, "B")];
    const random = randomFrom(seed);
    for (const itemId of items)
      await shop.call("purchaseReceipts.createApproved", {
        body: bodyOf(books, { side: "purchase", itemId }, 40, 1),
      });
    const orders: PaperOrder[] = [];
    const place = async () => {
      const side = random(2) === 0 ? ("sales" as const) : ("purchase" as const);
      const order = { side, itemId: items[random(items.length)] ?? "", ordered: 2 + random(12) };
      const made = await shop.call(`${orderRoutes[side]}.createApproved`, {
        body: bodyOf(books, order, order.ordered, 2 + random(8)),
      });
      orders.push({ ...order, id: made.id, isApproved: true, isClosed: false, followers: [] });
    };
    for (let index = 0; index < 12; index += 1) await place();
    const done = new Map<string, number>();
    for (let round = 0; round < 50; round += 1) {
      if (round % 5 === 4) await place();
      // Everyone works on an order of his own, all on the same goods: what each order says is then certain.
      const start = random(orders.length);
      const chosen = Array.from({ length: 4 }, (_, index) => orders[(start + index * 3) % orders.length]);
      const own = [...new Set(chosen)].filter((order) => order !== undefined);
      const words = await Promise.all(own.map((order) => change(books, order, random)));
      for (const word of words) done.set(word, (done.get(word) ?? 0) + 1);
      const { rows } = await shop.call("stock.list", { query: { includeZero: "true" } });
      const paper = (itemId: string, side: PaperOrder["side"]) =>
        orders.filter((one) => one.itemId === itemId && one.side === side).reduce((sum, one) => sum + open(one), 0);
      expect([round, ...rows.map((row) => `${row.code} ${row.reserved} ${row.onOrder}`)]).toEqual([
        round,
        ...items.map((itemId, index) => `${"AB"[index]} ${paper(itemId, "sales")} ${paper(itemId, "purchase")}`),
      ]);
    }
    for (const word of ["执行", "执行被拒", "反审核后续", "再审核后续", "关闭", "打开", "反审核", "再审核"])
      expect([word, (done.get(word) ?? 0) > 0]).toEqual([word, true]);
    expect(await proveClean(shop)).toBe("账实相符");
  },
);
