import { type Api, mustBe200 } from "../measure/api.ts";
import { customers, customersPerSupplier, itemsPerLine, linesPerDocument, numberedId, priceOf } from "./shape.ts";

/** Of what is left after the last delivery that can be served, nobody gets a part. */
const quantity = 3;
export const leftOver = 2;

/**
 * 超卖: stock for `enough` deliveries and twice as many asked for, over all connections of all servers at once. Each
 * delivery has four lines that could be served, so a refusal has something to leave untouched.
 */
export async function sellScarce(
  servers: readonly Api[],
  order: {
    readonly code: string;
    readonly businessDate: string;
    readonly enough: number;
    readonly connections: number;
  },
): Promise<{ readonly itemId: string; readonly answers: ReadonlyMap<string, number> }> {
  const [first] = servers;
  if (!first) throw new Error("a server is needed");
  const { code, businessDate, enough, connections } = order;
  const warehouseId = numberedId("warehouse", 1);
  const item = mustBe200(await first.post("/items", { code, name: `紧俏货 ${code}`, baseUnit: "瓶", taxRate: "0.13" }));
  const itemId = String(item["id"]);
  mustBe200(
    await first.post("/purchase/receipts/approved", {
      businessDate,
      partnerId: numberedId("customer", customersPerSupplier),
      warehouseId,
      taxIncluded: false,
      lines: [{ itemId, quantity: String(enough * quantity + leftOver), price: "7.77" }],
    }),
  );
  const answers = new Map<string, number>();
  let asked = 0;
  await Promise.all(
    Array.from({ length: connections }, async (_, connection) => {
      const server = servers[connection % servers.length] ?? first;
      while (asked < 2 * enough) {
        asked += 1;
        const number = asked;
        const { status, body } = await server.post("/sales/deliveries/approved", {
          businessDate,
          partnerId: numberedId("customer", 1 + (number % customers)),
          warehouseId,
          taxIncluded: false,
          lines: Array.from({ length: linesPerDocument }, (_, k) => {
            const other = k * itemsPerLine + ((number * 7919) % itemsPerLine) + 1;
            return k === 2
              ? { itemId, quantity: String(quantity), price: "9.99" }
              : { itemId: numberedId("item", other), quantity: "1", price: priceOf(other) };
          }),
        });
        const codes = (body["errors"] as readonly { readonly code: string }[] | undefined)?.map((one) => one.code);
        const answer = [status, ...(codes ?? [])].join(" ");
        answers.set(answer, (answers.get(answer) ?? 0) + 1);
      }
    }),
  );
  return { itemId, answers };
}
