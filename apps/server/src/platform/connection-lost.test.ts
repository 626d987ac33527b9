import { expect, test } from "vitest";
import { isConnectionLost } from "./db.ts";

function failure(message: string, code?: string): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code });
}

test.each([
  ["server shut down", failure("terminating connection due to administrator command", "57P01"), true],
  ["crash", failure("terminating connection because of crash of another server process", "57P02"), true],
  ["starting up", failure("the database system is starting up", "57P03"), true],
  ["socket gone", failure("connect ENOENT /run/.s.PGSQL.5432", "ENOENT"), true],
  ["refused", failure("connect ECONNREFUSED 127.0.0.1:5432", "ECONNREFUSED"), true],
  ["ended", failure("Connection terminated unexpectedly"), true],
  ["a missing file of ours", failure("ENOENT: no such file or directory, open 'x'", "ENOENT"), false],
  ["statement timeout", failure("canceling statement due to statement timeout", "57014"), false],
  ["a unique violation", failure("duplicate key value violates unique constraint", "23505"), false],
  ["a defect of ours", failure("undefined is not a function"), false],
])("a lost connection is told from a defect: %s", (_name, error, lost) => {
  expect(isConnectionLost(error)).toBe(lost);
});
