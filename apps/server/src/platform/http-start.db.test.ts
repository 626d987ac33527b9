import { expect, test } from "vitest";
import { startTestServer } from "../../../../tests/support/server.ts";

test("启动不打印弃用警告：看日志的人只看到要他做的事", async () => {
  const warnings: string[] = [];
  const hear = (warning: Error) => warnings.push(warning.message);
  process.on("warning", hear);
  const server = await startTestServer();
  await fetch(`${server.url}/health`);
  await server.stop();
  process.off("warning", hear);
  expect(warnings).toEqual([]);
});
