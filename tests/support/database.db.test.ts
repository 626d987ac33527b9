import pg from "pg";
import { expect, test } from "vitest";
import { createTestDatabase } from "./database.ts";

/** A pool has ended once its goodbyes are sent; on a busy machine the database hears them later. */
test("dropping a database leaves the connections that are saying goodbye their time", async () => {
  const database = await createTestDatabase("empty");
  const pool = new pg.Pool(database.adminConfig);
  const heard: string[] = [];
  pool.on("error", (error) => heard.push(error.message));
  const { rows } = await pool.query("select pg_backend_pid() as pid");

  process.kill(rows[0].pid, "SIGSTOP");
  await pool.end();
  const dropped = database.drop();
  setTimeout(() => process.kill(rows[0].pid, "SIGCONT"), 300);
  await dropped;

  expect(heard).toEqual([]);
});

test("a connection that was left open is cut off: the database goes all the same", async () => {
  const database = await createTestDatabase("empty");
  const left = new pg.Client(database.adminConfig);
  const heard = new Promise<string>((resolve) => left.on("error", (error) => resolve(error.message)));
  await left.connect();

  await database.drop();

  expect(await heard).toContain("terminating connection");
});
