import { connect as openSocket } from "node:net";
import { expect, test } from "vitest";
import { startTestServer } from "../../../../tests/support/server.ts";

test("浏览器预先连上、什么也没有问的连接，不拖住停止", async () => {
  const server = await startTestServer();
  const socket = openSocket(Number(new URL(server.url).port), "127.0.0.1");
  socket.on("error", () => undefined);
  await new Promise((resolve) => socket.once("connect", resolve));
  await fetch(`${server.url}/health`);
  const began = performance.now();
  await server.stop();
  expect(performance.now() - began).toBeLessThan(10_000);
});
