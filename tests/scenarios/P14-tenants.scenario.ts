import { type RouteName, routes } from "@zhangshi/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../apps/server/src/platform/identifiers.ts";
import {
  addItem,
  addPartner,
  openShop,
  person,
  type Shop,
  startTestServer,
  type TestServer,
} from "../support/server.ts";

let server: TestServer;
let mine: Shop;
/** An id of the other company for every :id of the API. */
let theirs: Readonly<Record<string, string>>;
beforeAll(async () => {
  server = await startTestServer();
  const other = await openShop(server, { companyName: "别家公司" });
  const itemId = await addItem(other, "SECRET-1", { name: "别家秘密商品" });
  const supplierId = await addPartner(other, "SECRET-2", "supplier", { name: "别家秘密供应商" });
  const customerId = await addPartner(other, "SECRET-3", "customer", { name: "别家秘密客户" });
  const receipt = await other.call("purchaseReceipts.createApproved", {
    body: {
      businessDate: "2026-03-05",
      partnerId: supplierId,
      warehouseId: other.warehouseId,
      lines: [{ itemId, quantity: "5", price: "7" }],
    },
  });
  const delivery = await other.call("salesDeliveries.createApproved", {
    body: {
      businessDate: "2026-03-06",
      partnerId: customerId,
      warehouseId: other.warehouseId,
      lines: [{ itemId, quantity: "1", price: "9" }],
    },
  });
  const category = await other.call("categories.create", { body: { name: "别家秘密分类" } });
  const voucher = (await other.call("vouchers.list", {})).rows[0]!;
  const user = await other.call("users.create", {
    body: { loginName: "secret-user", displayName: "别家秘密用户", role: "clerk", password: "0123456789" },
  });
  theirs = {
    items: itemId,
    partners: supplierId,
    purchase: receipt.id,
    sales: delivery.id,
    categories: category.id,
    warehouses: other.warehouseId,
    vouchers: voucher.id,
    users: user.id,
    jobs: newId(),
    imports: newId(),
  };
  mine = await openShop(server, { companyName: "我的公司" });
});
afterAll(() => server?.stop());

const named = Object.keys(routes) as RouteName[];
function pathOf(name: RouteName): string {
  const area = routes[name].path.split("/")[1] ?? "";
  return routes[name].path.replace(":id", theirs[area] ?? newId()).replace(":target", "items");
}

test.each(named.filter((name) => routes[name].permission !== "public"))("没有登录：%s 一律 401", async (name) => {
  const response = await person(server).fetch(`/api/v1${pathOf(name)}`, {
    method: routes[name].method,
    headers: { "content-type": "application/json" },
    ...(routes[name].method === "GET" ? {} : { body: "{}" }),
  });
  expect(response.status).toBe(401);
});

test.each(named.filter((name) => routes[name].path.includes(":id")))(
  "别家公司的编号：%s 找不到，一个字也不漏",
  async (name) => {
    const response = await mine.fetch(`/api/v1${pathOf(name)}`, {
      method: routes[name].method,
      headers: { "content-type": "application/json" },
      ...(routes[name].method === "GET" ? {} : { body: JSON.stringify(bodyFor(name)) }),
    });
    const text = await response.text();
    expect(text).not.toContain("秘密");
    expect([400, 404]).toContain(response.status);
  },
);

test.each(
  named.filter(
    (name) => routes[name].method === "GET" && !routes[name].path.includes(":") && routes[name].permission !== "public",
  ),
)("列表和导出：%s 看不到别家公司", async (name) => {
  const query =
    name === "stock.card" || name === "stock.cardExport"
      ? `?itemId=${theirs["items"]}`
      : name === "accounts.balances"
        ? "?period=2026-03"
        : name.startsWith("partners.balances")
          ? "?side=payable"
          : name === "search.everything"
            ? "?q=%E7%A7%98%E5%AF%86"
            : name === "items.lookup"
              ? "?q=SECRET"
              : "";
  const response = await mine.fetch(`/api/v1${routes[name].path}${query}`);
  const text = await response.text();
  expect(text).not.toContain("秘密");
  expect(text).not.toContain("SECRET");
  expect(response.status, text.slice(0, 300)).toBeLessThan(500);
});

test("请求里带公司编号被拒绝，地址里带也被拒绝", async () => {
  const problem = await mine.refusal("items.create", {
    body: { code: "A", name: "A", baseUnit: "个", orgId: newId() },
  });
  expect(problem.errors?.map((error) => `${error.path} ${error.code}`)).toContain("orgId field.unknown");
  expect((await mine.fetch(`/api/v1/items?tenantId=${newId()}`)).status).toBe(400);
});

test("没有公司的连接一行也看不到，写也写不进；程序的角色越不过行级安全", async () => {
  const rows = await server.db.inPlatform((platform) =>
    platform.query<{ count: string }>({ text: "select count(*) from item" }),
  );
  expect(rows[0]?.count).toBe("0");
  await expect(
    server.db.inPlatform((platform) =>
      platform.query({
        text: "insert into item_category (org_id, id, name) values ($1, $2, 'x')",
        values: [mine.orgId, newId()],
      }),
    ),
  ).rejects.toThrow(/row-level security/);
  const [role] = await server.db.inPlatform((platform) =>
    platform.query<{ rolsuper: boolean; rolbypassrls: boolean }>({
      text: "select rolsuper, rolbypassrls from pg_roles where rolname = current_user",
    }),
  );
  expect(role).toEqual({ rolsuper: false, rolbypassrls: false });
});

function bodyFor(name: RouteName): unknown {
  if (name === "items.update") return { code: "A", name: "A", baseUnit: "个" };
  if (name === "partners.update") return { code: "A", name: "A", isCustomer: true };
  if (name === "categories.update") return { name: "A" };
  if (name === "warehouses.update") return { code: "A", name: "A" };
  if (name === "users.update") return { displayName: "A", role: "clerk", disabled: false };
  if (name.startsWith("imports.")) return { sheetName: "A", target: "items", mapping: {} };
  if (name.endsWith(".update"))
    return {
      businessDate: "2026-03-05",
      partnerId: theirs["partners"],
      warehouseId: theirs["warehouses"],
      lines: [{ itemId: theirs["items"], quantity: "1", price: "1" }],
    };
  return {};
}
