import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../../tests/support/database.ts";
import { connect, type Database } from "../platform/db.ts";
import { alone, sendTogether } from "./flight.ts";

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase("empty");
  db = connect(database.adminConfig);
});
afterAll(async () => {
  await db?.close();
  await database?.drop();
});

test("整列送出的文字、字节、数字原样到达：引号、反斜杠、花括号、换行、NULL 字样、空文字、空值", async () => {
  const texts = ['5" 钢管', "C:\\新\\n", "{a,b}", "NULL", "null", "", " 前后空格 ", "一\n二\t三", "'单'", '\\"', null];
  const bytes = [Buffer.from([0, 34, 92, 255]), null];
  const answers = await alone(db, (client, counter) =>
    sendTogether(
      client,
      [
        {
          name: "echo",
          text: "select $1::text[] as texts, $2::bytea[] as bytes, $3::bigint[]::text as whole, $4::boolean[] as truth, $5::uuid[]::text as none",
          values: [texts, bytes, [1n, -9_007_199_254_740_993n, 7], [true, false, null], []],
        },
      ],
      counter,
    ),
  );
  expect(answers[0]?.[0]).toEqual({
    texts,
    bytes,
    whole: "{1,-9007199254740993,7}",
    truth: [true, false, null],
    none: "{}",
  });
});
