import { createCompany } from "../../apps/server/src/modules/identity/index.ts";
import { connect } from "../../apps/server/src/platform/db.ts";
import { type BenchCluster, mainDatabase } from "../measure/bench-cluster.ts";
import { fillCompany } from "./company.sql.ts";
import { writeHistory } from "./history.sql.ts";
import { createRawLimit } from "./raw-limit.sql.ts";

export const youngDatabase = "zhangshi_young";
export const ownerLogin = { loginName: "bench-owner", password: "correct horse battery" };

export type Prepared = {
  readonly orgId: string;
  readonly rawOrgId: string;
  readonly businessDate: string;
  readonly earlierLines: number;
};

const dayMilliseconds = 86_400_000;
const dayText = (time: number) => new Date(time).toISOString().slice(0, 10);

/** Two companies with the same catalogue, one for the product and one for the raw limit; only then the years before. */
export async function prepareCompanies(cluster: BenchCluster, earlierLines: number): Promise<Prepared> {
  const { businessDate, firstDate, openingDate, days } = lastYear();
  const db = connect(cluster.database.appConfig);
  const product = await createBenchCompany(db, ownerLogin, firstDate.slice(0, 7));
  const raw = await createBenchCompany(
    db,
    { ...ownerLogin, loginName: `${ownerLogin.loginName}-raw` },
    firstDate.slice(0, 7),
  );
  await db.close();
  await cluster.withOwner(mainDatabase, async (client) => {
    for (const company of [product, raw]) await fillCompany(client, { ...company, openingDate });
    await createRawLimit(client, { ...raw, businessDate });
  });
  await cluster.withOwner("postgres", (client) =>
    client.query(`create database ${youngDatabase} template ${mainDatabase}`),
  );
  await cluster.withOwner(mainDatabase, async (client) => {
    if (earlierLines > 0) await writeHistory(client, { ...product, firstDate, days, lines: earlierLines });
  });
  for (const name of [mainDatabase, youngDatabase])
    await cluster.withOwner(name, (client) => client.query("vacuum analyze"));
  await cluster.withOwner("postgres", (client) => client.query("checkpoint"));
  return { orgId: product.orgId, rawOrgId: raw.orgId, businessDate, earlierLines };
}

/** One company with its catalogue, its opening stock and a year of deliveries. */
export async function prepareCompany(
  cluster: BenchCluster,
  earlierLines: number,
  login = ownerLogin,
): Promise<{
  readonly orgId: string;
  readonly ownerId: string;
  readonly businessDate: string;
  readonly firstDate: string;
  readonly days: number;
}> {
  const { businessDate, firstDate, openingDate, days } = lastYear();
  const db = connect(cluster.database.appConfig);
  const company = await createBenchCompany(db, login, firstDate.slice(0, 7));
  await db.close();
  await cluster.withOwner(mainDatabase, async (client) => {
    await fillCompany(client, { ...company, openingDate });
    if (earlierLines > 0) await writeHistory(client, { ...company, firstDate, days, lines: earlierLines });
    await client.query("vacuum analyze");
    await client.query("checkpoint");
  });
  return { ...company, businessDate, firstDate, days };
}

/** The books begin on the first of this month a year ago. */
export function lastYear() {
  const now = new Date();
  const firstOfMonth = Date.UTC(now.getUTCFullYear() - 1, now.getUTCMonth(), 1);
  const businessDate = dayText(now.getTime());
  return {
    firstDate: dayText(firstOfMonth),
    businessDate,
    openingDate: dayText(firstOfMonth - dayMilliseconds),
    days: Math.round((Date.parse(businessDate) - firstOfMonth) / dayMilliseconds),
  };
}

export async function createBenchCompany(
  db: ReturnType<typeof connect>,
  login: { readonly loginName: string; readonly password: string },
  startPeriod: string,
) {
  return createCompany(
    db,
    {
      companyName: `基准测试 ${login.loginName}`,
      taxStatus: "general",
      accountingStandard: "small-enterprise",
      startPeriod,
      costingMethod: "moving-average",
      costScope: "company",
      negativeStock: false,
      warehouseName: "主仓",
      ownerName: "陈立群",
      ...login,
    },
    { isDemo: false, onlyFirst: false },
  );
}

export async function signIn(url: string, login = ownerLogin): Promise<string> {
  const response = await fetch(`${url}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(login),
  });
  const cookie = response.headers.getSetCookie()[0]?.split(";")[0];
  if (!response.ok || !cookie) throw new Error(`sign-in: ${response.status} ${await response.text()}`);
  return cookie;
}
