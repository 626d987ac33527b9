import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { person, type Shop, startTestServer, testPassword, type TestServer } from "../support/server.ts";
import { openBusyCompany } from "../support/busy-company.ts";

let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startTestServer();
  shop = await openBusyCompany(server);
});
afterAll(() => server?.stop());

type Seen = Awaited<ReturnType<typeof look>>;
const look = (who: Pick<Shop, "call"> = shop) => who.call("costing.whatIf");
const start = () => shop.call("costing.compare", { body: {} });
async function until(isThere: (seen: Seen) => boolean): Promise<Seen> {
  for (;;) {
    const seen = await look();
    if (isThere(seen)) return seen;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
const finished = () => until(({ work }) => work === null);

/** Nobody can read a document meanwhile: a comparison waits where it sorts the history. */
async function whileStuck(work: () => Promise<void>): Promise<void> {
  const client = new pg.Client(server.database.adminConfig);
  await client.connect();
  try {
    await client.query("begin");
    await client.query("lock table document in access exclusive mode");
    await work();
  } finally {
    await client.end();
  }
}
async function comparisonJobs(): Promise<readonly string[]> {
  const { rows } = await shop.call("jobs.list");
  return rows.filter((job) => job.kind === "costing-comparison").map((job) => job.state);
}

test("还没比过：没有结果，也没有正在算的；比完有结果、时间和人", async () => {
  expect(await look()).toEqual({ latest: null, work: null });
  await start();
  const { latest } = await finished();
  expect([latest?.present, latest?.by, latest?.methods.map((one) => one.method)]).toEqual([
    "moving-average",
    "陈立群",
    ["moving-average", "fifo", "monthly-average"],
  ]);
});

test("现用方法的数就是账上的数：每个月的主营业务成本，现在的库存金额", async () => {
  const { latest } = await finished();
  const client = new pg.Client(server.database.adminConfig);
  await client.connect();
  const { rows: months } = await client.query<{ period: string; cost: string }>(
    "select to_char(business_date, 'YYYY-MM') as period, sum(debit - credit)::numeric(20,2)::text as cost from voucher_line where org_id = $1 and account_code = '5401' group by 1 having sum(debit - credit) <> 0 order by 1",
    [shop.orgId],
  );
  const { rows: stock } = await client.query<{ value: string }>(
    "select sum(debit - credit)::numeric(20,2)::text as value from voucher_line where org_id = $1 and account_code = '1405'",
    [shop.orgId],
  );
  await client.end();
  expect(months.length).toBeGreaterThan(0);
  expect(latest?.months.map(({ period, costs }) => ({ period, cost: costs[0] }))).toEqual(months);
  expect(latest?.methods[0]?.stockValue).toBe(stock[0]?.value);
});

test("正在算时再点一次不另起；看得到进度；停了以后上一次的结果还在", async () => {
  const before = (await finished()).latest;
  const jobs = (await comparisonJobs()).length;
  await whileStuck(async () => {
    await start();
    await start();
    const { work, latest } = await until((seen) => seen.work?.state === "running" && seen.work.step !== "");
    expect(work).toMatchObject({ state: "running", done: 0, total: before?.entries, step: "读取全部出入库" });
    expect(latest).toEqual(before);
    expect((await comparisonJobs()).length).toBe(jobs + 1);
    const stopped = await shop.call("costing.stopComparing", { body: {} });
    expect([stopped.work?.state, stopped.latest]).toEqual(["cancelled", before]);
  });
  await start();
  const { latest } = await finished();
  expect(latest?.at).not.toBe(before?.at);
  expect(latest?.methods).toEqual(before?.methods);
});

test("没有看成本的权限：比较看不到，任务清单里也没有它的结果", async () => {
  await finished();
  await shop.call("users.create", {
    body: { loginName: "clerk-7", displayName: "小周", role: "clerk", password: testPassword },
  });
  const clerk = person(server);
  await clerk.call("session.create", { body: { loginName: "clerk-7", password: testPassword } });
  expect((await clerk.refusal("costing.whatIf", {})).code).toBe("permission.missing");
  expect((await clerk.call("jobs.list")).rows.filter((job) => job.kind === "costing-comparison")).toEqual([]);
  const { rows } = await shop.call("jobs.list");
  const own = rows.find((job) => job.kind === "costing-comparison");
  expect((await shop.call("jobs.show", { params: { id: own?.id ?? "" } })).state).toBe("done");
  expect((await clerk.refusal("jobs.show", { params: { id: own?.id ?? "" } })).code).toBe("not_found");
});

test("程序停下时正在算的不拦它，下次启动从头再算", async () => {
  const before = (await finished()).latest;
  const states = "select state from platform.job where kind = 'costing-comparison' order by created_at desc limit 1";
  const state = async () => (await server.db.platform.query({ text: states }))[0]?.["state"];
  let stopping: Promise<void> = Promise.resolve();
  await whileStuck(async () => {
    await start();
    await until((seen) => seen.work?.state === "running" && seen.work.step !== "");
    stopping = server.application.stop();
    // It is given back while its statement still hangs.
    await expect.poll(state, { timeout: 20_000 }).toBe("queued");
  });
  await stopping;
  expect(await state()).toBe("queued");
  const next = await startTestServer(server);
  try {
    const owner = person(next);
    await owner.call("session.create", { body: { loginName: shop.loginName, password: testPassword } });
    let seen = await look(owner);
    while (seen.work !== null) {
      await new Promise((resolve) => setTimeout(resolve, 30));
      seen = await look(owner);
    }
    expect(seen.latest?.at).not.toBe(before?.at);
    expect(seen.latest?.methods).toEqual(before?.methods);
  } finally {
    await next.stop();
  }
});
