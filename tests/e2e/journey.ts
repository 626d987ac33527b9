import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { startTestServer, type TestServer } from "../support/server.ts";

const webDir = fileURLToPath(new URL("../../dist/web", import.meta.url));
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** The manual's pictures are what a journey saw. */
const images = fileURLToPath(new URL("../../docs/manual/images", import.meta.url));
const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

type Fault = { readonly id: string; readonly impact: string; readonly nodes: readonly { readonly target: unknown }[] };

/** A browser before a server of its own, and what it does again and again. */
export type Journey = {
  readonly server: TestServer;
  readonly page: Page;
  /** Scripts that failed on any page. */
  readonly failures: readonly string[];
  signIn(loginName: string, password: string): Promise<void>;
  open(path: string, waitFor: string): Promise<void>;
  picture(name: string): Promise<void>;
  /** What a person who cannot see or cannot use a mouse would stumble over. */
  seriousFaults(): Promise<readonly string[]>;
  press(key: string): Promise<void>;
  /** As a hand types, slow enough not to be a scanner: each text, then Enter. */
  enter(...texts: readonly string[]): Promise<void>;
  /** A scanner: the code at 10 ms a key, then Enter. */
  scan(code: string): Promise<void>;
  end(): Promise<void>;
};

export async function startJourney(): Promise<Journey> {
  mkdirSync(images, { recursive: true });
  const server = await startTestServer(undefined, webDir);
  const browser: Browser = await chromium.launch({
    executablePath: process.env["CHROME_PATH"] ?? "/usr/bin/chromium",
    args: flags,
  });
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
  });
  const page = await context.newPage();
  const failures: string[] = [];
  page.on("pageerror", (error) => failures.push(error.message));
  return {
    server,
    page,
    failures,
    async signIn(loginName, password) {
      await page.goto(`${server.url}/login`);
      await page.getByLabel(/登录名/).fill(loginName);
      await page.getByLabel(/密码/).fill(password);
      await page.keyboard.press("Enter");
      await page.waitForURL((url) => !url.pathname.startsWith("/login"));
    },
    async open(path, waitFor) {
      await page.goto(`${server.url}${path}`);
      await page.getByText(waitFor).first().waitFor();
      // A tab already bears the name while its page still asks: on a busy machine that takes longer than any pause.
      await page.waitForLoadState("networkidle");
      await page.waitForTimeout(200);
    },
    async picture(name) {
      await page.screenshot({ path: `${images}/${name}.png` });
    },
    async seriousFaults() {
      await page.evaluate(axeSource);
      const found = (await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")) as {
        readonly violations: readonly Fault[];
      };
      return found.violations
        .filter((one) => one.impact === "serious" || one.impact === "critical")
        .map((one) => `${one.id}: ${JSON.stringify(one.nodes[0]?.target)}`);
    },
    press: (key) => page.keyboard.press(key),
    async enter(...texts) {
      for (const text of texts) {
        await page.keyboard.type(text, { delay: 60 });
        await page.waitForTimeout(500);
        await page.keyboard.press("Enter");
        await page.waitForTimeout(350);
      }
    },
    async scan(code) {
      await page.keyboard.type(code, { delay: 10 });
      await page.keyboard.press("Enter");
      await page.waitForTimeout(700);
    },
    async end() {
      await browser.close();
      await server.stop();
    },
  };
}
