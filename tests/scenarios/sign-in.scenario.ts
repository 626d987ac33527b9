import { rolePermissions, routes, type RouteName } from "@zhangshi/contract";
import { expect, test } from "vitest";
import { addItem, addPartner, openShop, person, serverOfThisFile, testPassword } from "../support/server.ts";

const server = serverOfThisFile();

test("登录：Cookie 只给浏览器自己用，库里只存指纹；退出后马上失效", async () => {
  const shop = await openShop(server);
  const response = await fetch(`${server.url}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ loginName: shop.loginName, password: testPassword }),
  });
  const [cookie = ""] = response.headers.getSetCookie();
  expect(cookie).toMatch(/^zhangshi_session=[\w-]{40,}; .*HttpOnly; SameSite=Lax$/);
  const token = /=([\w-]+)/.exec(cookie)?.[1] ?? "";
  const stored = await server.db.platform.query<{ token_hash: Buffer }>({
    text: "select token_hash from platform.session",
  });
  expect(stored.some((row) => row.token_hash.toString("utf8").includes(token))).toBe(false);
  const [user] = await server.db.platform.query<{ password_hash: string }>({
    text: "select password_hash from platform.app_user where login_name = $1",
    values: [shop.loginName],
  });
  expect(user?.password_hash).toMatch(/^\$argon2id\$/);
  expect((await shop.call("session.show")).user.loginName).toBe(shop.loginName);
  await shop.call("session.delete");
  expect((await shop.refusal("session.show", {})).code).toBe("session.required");
});

test("密码错五次，这个名字锁一刻钟，对的密码也进不来；不存在的名字说法一样", async () => {
  const shop = await openShop(server);
  const stranger = person(server);
  const attempt = (loginName: string, password: string) =>
    stranger.refusal("session.create", { body: { loginName, password } });
  const unknown = await attempt("nobody-here", "wrong password");
  const answers: string[] = [];
  for (let tries = 0; tries < 6; tries += 1) answers.push((await attempt(shop.loginName, "wrong password")).code);
  expect(answers).toEqual([...Array.from({ length: 5 }, () => "session.failed"), "session.too_many_attempts"]);
  expect((await attempt(shop.loginName, testPassword)).code).toBe("session.too_many_attempts");
  expect([unknown.code, unknown.detail]).toEqual(["session.failed", "用户名或密码不对，请重输。"]);
});

test("改密码：别处的登录全部退出，自己留着；旧密码不能再用；短密码不收", async () => {
  const shop = await openShop(server);
  const elsewhere = person(server);
  await elsewhere.call("session.create", { body: { loginName: shop.loginName, password: testPassword } });
  expect(
    (await shop.refusal("session.password", { body: { current: testPassword, next: "short" } })).errors?.[0]?.path,
  ).toBe("next");
  await shop.call("session.password", { body: { current: testPassword, next: "a new and longer one" } });
  expect((await elsewhere.refusal("session.show", {})).code).toBe("session.required");
  expect((await shop.call("session.show")).user.role).toBe("owner");
  expect(
    (await person(server).refusal("session.create", { body: { loginName: shop.loginName, password: testPassword } }))
      .code,
  ).toBe("session.failed");
});

test("角色：开单员做不了采购和凭证，拒绝说出缺哪个权限；停用后马上进不来；最后一位老板不能降级", async () => {
  const shop = await openShop(server);
  const made = await shop.call("users.create", {
    body: { loginName: "clerk-one", displayName: "李晓梅", role: "clerk", password: "0123456789" },
  });
  const clerk = person(server);
  await clerk.call("session.create", { body: { loginName: "clerk-one", password: "0123456789" } });
  const allowed = new Set<string>(rolePermissions.clerk);
  const refusedRoutes = (Object.keys(routes) as RouteName[]).filter(
    (name) =>
      routes[name].permission !== "public" &&
      routes[name].permission !== "signed-in" &&
      !allowed.has(routes[name].permission),
  );
  for (const name of refusedRoutes) {
    const response = await clerk.fetch(
      `/api/v1${routes[name].path.replace(":id", "01a2115b-5be3-7e57-aeed-8ee363fe5a45").replace(":target", "items")}`,
      {
        method: routes[name].method,
        headers: { "content-type": "application/json" },
        ...(routes[name].method === "GET" ? {} : { body: "{}" }),
      },
    );
    expect([name, response.status]).toEqual([name, 403]);
  }
  expect((await clerk.refusal("vouchers.list", {})).detail).toBe("您没有「看凭证和账簿」的权限，请联系管理员。");
  const role = await clerk.refusal("users.create", {
    body: { loginName: "x-x", displayName: "x", role: "owner", password: "0123456789" },
  });
  expect(role.code).toBe("permission.missing");
  await shop.call("users.update", {
    params: { id: made.id },
    body: { displayName: "李晓梅", role: "clerk", disabled: true },
  });
  expect((await clerk.refusal("session.show", {})).code).toBe("session.required");
  const owner = (await shop.call("users.list")).rows.find((user) => user.role === "owner")!;
  expect(
    (
      await shop.refusal("users.update", {
        params: { id: owner.id },
        body: { displayName: owner.displayName, role: "clerk", disabled: false },
      })
    ).errors?.[0]?.path,
  ).toBe("role");
});

test("P39 没有“看成本”的开单员：哪个答复里都没有成本、进价、毛利、库存金额", async () => {
  const shop = await openShop(server);
  const itemId = await addItem(shop, "P39", { purchasePrice: "7.7777", salePrice: "20" });
  const [supplier, customer] = [await addPartner(shop, "G", "supplier"), await addPartner(shop, "K", "customer")];
  await shop.call("purchaseReceipts.createApproved", {
    body: {
      businessDate: "2026-03-05",
      partnerId: supplier,
      warehouseId: shop.warehouseId,
      taxIncluded: false,
      lines: [{ itemId, quantity: "10", price: "7.7777" }],
    },
  });
  const sale = {
    businessDate: "2026-03-06",
    partnerId: customer,
    warehouseId: shop.warehouseId,
    lines: [{ itemId, quantity: "1", price: "20" }],
  };
  const sold = await shop.call("salesDeliveries.createApproved", { body: sale });
  await shop.call("users.create", {
    body: { loginName: "clerk-p39", displayName: "开单员", role: "clerk", password: "0123456789" },
  });
  const clerk = person(server);
  await clerk.call("session.create", { body: { loginName: "clerk-p39", password: "0123456789" } });
  const answers = [
    await clerk.call("items.list", {}),
    await clerk.call("items.lookup", { query: { q: "P39", warehouseId: shop.warehouseId, partnerId: customer } }),
    await clerk.call("items.show", { params: { id: itemId } }),
    await clerk.call("stock.list", {}),
    await clerk.call("stock.card", { query: { itemId } }),
    await clerk.call("salesDeliveries.show", { params: { id: sold.id } }),
    await clerk.call("salesDeliveries.preview", { body: sale }),
    await clerk.call("home.show", {}),
    await clerk.call("salesDeliveries.list", {}),
  ];
  for (const answer of answers)
    expect(JSON.stringify(answer)).not.toMatch(
      /7\.7777|7\.78|77\.78|70\.00|"(cost|unitCost|purchasePrice|margin|stock":\{|balanceValue|valueIn|valueOut)"/,
    );
  const [stock, card, home] = [
    await clerk.call("stock.list", {}),
    await clerk.call("stock.card", { query: { itemId } }),
    await clerk.call("home.show", {}),
  ];
  expect([stock.rows[0], stock.sums, card, home].map((part) => "value" in (part ?? {}))).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect([home.stock, home.margin, home.receivable]).toEqual([undefined, undefined, undefined]);
  expect(answers.length).toBe(9);
});

test("OpenAPI 3.1：每条路由都在，引用都找得到，写入都有 Idempotency-Key", async () => {
  const document = (await (await fetch(`${server.url}/api/v1/openapi.json`)).json()) as {
    openapi: string;
    paths: Record<string, Record<string, { parameters: { name: string }[]; operationId: string }>>;
    components: { schemas: Record<string, unknown> };
  };
  expect(document.openapi).toBe("3.1.0");
  const operations = Object.values(document.paths).flatMap((path) => Object.entries(path));
  expect(operations.map(([, operation]) => operation.operationId).sort()).toEqual(Object.keys(routes).sort());
  for (const [method, operation] of operations)
    if (method !== "get") expect(operation.parameters.map((parameter) => parameter.name)).toContain("Idempotency-Key");
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
    (match) => match[1] ?? "",
  );
  expect(references.length).toBeGreaterThan(50);
  for (const name of new Set(references)) expect(document.components.schemas).toHaveProperty(name);
});
