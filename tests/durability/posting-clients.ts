import { setTimeout as sleep } from "node:timers/promises";
import { newId } from "../../apps/server/src/platform/identifiers.ts";

export type Acknowledged = { readonly id: string; readonly number: string };
export type Shop = {
  readonly cookie: string;
  readonly warehouseId: string;
  readonly customerId: string;
  readonly itemIds: readonly string[];
  readonly businessDate: string;
};
export type PostingClients = {
  /** Every document that the server has answered for with 200. */
  readonly acknowledged: readonly Acknowledged[];
  /** Requests that were sent again after their connection broke or the server failed. */
  readonly retried: () => number;
  /** Answers that no client should ever see here. */
  readonly surprises: readonly string[];
  /** Answers so far, to see that work goes on. */
  readonly count: () => number;
  /** Everybody finishes the request at hand, retrying it until it is answered. */
  readonly stop: () => Promise<void>;
  /** Nobody tries again: the test has failed already. */
  readonly abandon: () => void;
};

/** Clerks who press the button again when nothing comes back: the same document under the same key. */
export function startPosting(url: string, shop: Shop, clients: number): PostingClients {
  const acknowledged: Acknowledged[] = [];
  const surprises: string[] = [];
  let retried = 0;
  let stopping = false;
  let abandoned = false;

  async function postOnce(key: string, body: string): Promise<"done" | "again"> {
    try {
      const response = await fetch(`${url}/api/v1/sales/deliveries/approved`, {
        method: "POST",
        headers: { "content-type": "application/json", cookie: shop.cookie, "idempotency-key": key },
        body,
      });
      const text = await response.text();
      if (response.status >= 500) return "again";
      if (response.status === 200) acknowledged.push(JSON.parse(text) as Acknowledged);
      else surprises.push(`${response.status} ${text}`);
      return "done";
    } catch {
      return "again";
    }
  }
  /** Half of them let the server name the document, so that only the key tells a retry from a second sale. */
  async function clerk(_: unknown, place: number): Promise<void> {
    while (!stopping) {
      const key = newId();
      const body = JSON.stringify({
        ...(place % 2 === 0 ? { id: newId() } : {}),
        businessDate: shop.businessDate,
        partnerId: shop.customerId,
        warehouseId: shop.warehouseId,
        lines: shop.itemIds.map((itemId) => ({ itemId, quantity: "1", price: "20" })),
      });
      while (!abandoned && (await postOnce(key, body)) === "again") {
        retried += 1;
        await sleep(20);
      }
    }
  }
  const working = Promise.all(Array.from({ length: clients }, clerk));
  return {
    acknowledged,
    surprises,
    retried: () => retried,
    count: () => acknowledged.length,
    async stop() {
      stopping = true;
      const patience = setTimeout(() => {
        surprises.push("a request is never answered");
        abandoned = true;
      }, 30_000);
      await working;
      clearTimeout(patience);
    },
    abandon() {
      stopping = true;
      abandoned = true;
    },
  };
}
