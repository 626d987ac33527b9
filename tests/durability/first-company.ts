import { testCompany } from "../support/test-company.ts";
import { addItem, addPartner, type Person } from "../support/server.ts";

export const boss = { loginName: "boss", password: "correct horse battery" };

/** The first company of an installation, made as its owner makes it, with a supplier, a customer and goods. */
export async function openFirstCompany(owner: Person, companyName: string, codes: readonly string[]) {
  const session = await owner.call("setup.company", {
    body: testCompany({ companyName, ...boss }),
  });
  return {
    orgId: session.company.id,
    warehouseId: (await owner.call("warehouses.list", {})).rows[0]?.id ?? "",
    itemIds: await Promise.all(codes.map((code) => addItem(owner, code))),
    supplierId: await addPartner(owner, "S", "supplier"),
    customerId: await addPartner(owner, "K", "customer"),
  };
}
