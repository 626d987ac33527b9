import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ApiClient,
  type CallOptions,
  createClient,
  type Problem,
  Refused,
  type Role,
  type RouteName,
  type RouteReply,
  type RouteRequest,
  type Routes,
  routes,
} from "@zhangshi/contract";
import { afterAll, beforeAll } from "vitest";
import { type Application, createApplication } from "../../apps/server/src/application.ts";
import { type CompanySetup, createCompany } from "../../apps/server/src/modules/identity/index.ts";
import { connect, type Database } from "../../apps/server/src/platform/db.ts";
import { newId } from "../../apps/server/src/platform/identifiers.ts";
import { serveWeb } from "../../apps/server/src/serve-web.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { testCompany, testPassword } from "./test-company.ts";

/** The real program on a real port with a database of its own, or as a second worker beside another. */
export type TestServer = {
  readonly url: string;
  readonly application: Application;
  readonly db: Database;
  readonly database: TestDatabase;
  stop(): Promise<void>;
};

export async function startTestServer(beside?: TestServer, webDir?: string): Promise<TestServer> {
  const database = beside ? { ...beside.database, drop: async () => undefined } : await createTestDatabase();
  const db = connect(database.appConfig);
  const filesDir = mkdtempSync(join(tmpdir(), "zhangshi-files-"));
  const application = await createApplication({ db, filesDir, health: async () => ({ status: "ok" }) });
  if (webDir) await serveWeb(application.http, webDir);
  const url = await application.http.listen({ port: 0, host: "127.0.0.1" });
  return {
    url,
    application,
    db,
    database,
    async stop() {
      await application.stop();
      await db.close();
      await database.drop();
      rmSync(filesDir, { recursive: true, force: true });
    },
  };
}

/** The server of a test file, from before its first test until after its last; a second worker with `beside`. */
export function serverOfThisFile(beside?: TestServer): TestServer {
  const server = {} as TestServer;
  beforeAll(async () => {
    Object.assign(server, await startTestServer(beside));
  });
  // A server that did not start has nothing to stop, and its own error is the one to read.
  afterAll(() => (server as Partial<TestServer>).stop?.());
  return server;
}

/** A signed-in person at a browser: cookies kept, every write with a key of its own. */
export type Person = {
  call<N extends RouteName>(
    name: N,
    request?: RouteRequest<Routes[N]>,
    options?: CallOptions,
  ): Promise<RouteReply<Routes[N]>>;
  /** The refusal that the call must meet. */
  refusal<N extends RouteName>(name: N, request: unknown, options?: CallOptions): Promise<Problem>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  readonly client: ApiClient<Routes>;
};

export function person(server: { readonly url: string }): Person {
  let cookie = "";
  const request = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const response = await fetch(`${server.url}${path}`, {
      ...init,
      headers: { ...(init.headers as Record<string, string> | undefined), ...(cookie ? { cookie } : {}) },
    });
    for (const line of response.headers.getSetCookie()) cookie = line.split(";")[0] ?? "";
    return response;
  };
  const client = createClient(routes, (url, init) => request(url, init as RequestInit));
  const call: Person["call"] = (name, input, options) =>
    client.call(name, input, { idempotencyKey: newId(), ...options }) as never;
  return {
    call,
    client,
    fetch: request,
    async refusal(name, input, options) {
      try {
        await call(name, input as never, options);
      } catch (error) {
        if (error instanceof Refused) return error.problem;
        throw error;
      }
      throw new Error(`${name} was accepted`);
    },
  };
}

export type Shop = Person & { readonly orgId: string; readonly warehouseId: string; readonly loginName: string };
export { testPassword };

/** A company with its owner signed in. The first of an installation may also come through the first-run page. */
export async function openShop(server: TestServer, setup: Partial<CompanySetup> = {}): Promise<Shop> {
  const company = testCompany(setup);
  const created = await createCompany(server.db, company, { isDemo: false, onlyFirst: false });
  const { loginName, password } = company;
  const owner = person(server);
  await owner.call("session.create", { body: { loginName, password } });
  return { ...owner, orgId: created.orgId, warehouseId: created.warehouseId, loginName };
}

/** The same person at another worker, as a second browser. */
export async function signInElsewhere(shop: Shop, server: TestServer): Promise<Person> {
  return signIn(server, shop.loginName);
}
/** An employee of the company with a role, signed in. */
export async function hire(owner: Person, server: TestServer, role: Role, displayName: string = role): Promise<Person> {
  const loginName = `${role}-${newId().slice(-10)}`;
  await owner.call("users.create", { body: { loginName, displayName, role, password: testPassword } });
  return signIn(server, loginName);
}
async function signIn(server: TestServer, loginName: string): Promise<Person> {
  const one = person(server);
  await one.call("session.create", { body: { loginName, password: testPassword } });
  return one;
}

export async function addItem(
  shop: Person,
  code: string,
  more: Partial<RouteRequest<Routes["items.create"]>["body"] & object> = {},
): Promise<string> {
  const item = await shop.call("items.create", {
    body: { code, name: `商品 ${code}`, baseUnit: "个", taxRate: "0.13", ...more },
  });
  return item.id;
}
export async function addPartner(
  shop: Person,
  code: string,
  role: "customer" | "supplier",
  more: Record<string, unknown> = {},
): Promise<string> {
  const partner = await shop.call("partners.create", {
    body: {
      code,
      name: `${role === "customer" ? "客户" : "供应商"} ${code}`,
      isCustomer: role === "customer",
      isSupplier: role === "supplier",
      ...more,
    },
  });
  return partner.id;
}

/** Lines of text as an accountant reads them, without the indentation of the test. */
export function lines(text: string): string {
  return text
    .trim()
    .split("\n")
    .map((line) => line.trim())
    .join("\n");
}
/** The voucher of a document as text: 科目 借 贷. */
export async function voucherText(
  shop: Person,
  documentKind: "salesDeliveries" | "purchaseReceipts",
  documentId: string,
): Promise<string> {
  const document = await shop.call(`${documentKind}.show`, { params: { id: documentId } });
  const parts: string[] = [];
  for (const one of document.vouchers) {
    const voucher = await shop.call("vouchers.show", { params: { id: one.id } });
    parts.push(
      voucher.lines
        .map(
          (line) =>
            `${line.accountCode} ${line.accountName} ${line.debit !== "0.00" ? `借 ${line.debit}` : `贷 ${line.credit}`}`,
        )
        .join("\n"),
    );
  }
  return parts.join("\n—\n");
}
export async function stockText(shop: Person, itemId: string): Promise<string> {
  const card = await shop.call("stock.card", { query: { itemId } });
  return `${card.onHand} / ${card.value}`;
}
/** Every scenario ends with it: the books prove themselves, and the documents give the same books again. */
export async function proveClean(shop: Person): Promise<string> {
  const result = await shop.call("proof.run", { body: { replay: true } });
  const failed = result.checks.filter((check) => !check.passed);
  return failed.length === 0
    ? "账实相符"
    : failed
        .map(
          (check) =>
            `${check.title}: ${check.left} ≠ ${check.right} ${check.findings.map((finding) => finding.text).join("；")}`,
        )
        .join("\n");
}
