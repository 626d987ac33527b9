import { newId } from "../../apps/server/src/platform/identifiers.ts";
import { type Api, mustBe200 } from "../measure/api.ts";
import { type Business, walkIn } from "./invoices.ts";
import { inFlight } from "./in-flight.ts";
import { purchasePrice, supplierCodes } from "./restock.ts";

/** Ids by the codes of the file. */
export type Catalogue = {
  readonly warehouseId: string;
  readonly items: ReadonlyMap<string, string>;
  readonly partners: ReadonlyMap<string, string>;
};

/** As a person would make them, only faster: every item, customer and supplier through the API. */
export async function makeCatalogue(
  api: Api,
  { goods, customers }: Pick<Business, "goods" | "customers">,
  warehouseId: string,
  connections: number,
): Promise<Catalogue> {
  const items = new Map([...goods.keys()].map((code) => [code, newId()]));
  const partners = new Map([...customers, ...supplierCodes].map((code) => [code, newId()]));
  await inFlight(connections, [...goods], async ([code, { name, price }]) => {
    const salePrice = Number(price) > 0 ? price : null;
    const purchase = purchasePrice({ name, price });
    const body = { id: items.get(code), code, name, baseUnit: "件", salePrice, purchasePrice: purchase };
    mustBe200(await api.post("/items", { ...body, taxRate: "0.13", wholeUnits: true }));
  });
  await inFlight(connections, [...partners], async ([code, id]) => {
    const isSupplier = supplierCodes.includes(code);
    const name = isSupplier ? `供应商 ${code}` : code === walkIn ? "散客" : `客户 ${code}`;
    mustBe200(await api.post("/partners", { id, code, name, isCustomer: !isSupplier, isSupplier }));
  });
  return { warehouseId, items, partners };
}
