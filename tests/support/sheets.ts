import { read, utils } from "@e965/xlsx";
import { expect } from "vitest";
import type { Person } from "./server.ts";

/** The rows of a downloaded sheet as a person reads them: days as 2026-03-05, numbers without needless zeros. */
export async function sheetRows(
  who: Person,
  path: string,
  init?: RequestInit,
): Promise<readonly (readonly string[])[]> {
  const answer = await who.fetch(`/api/v1/${path}`, init);
  expect(answer.status).toBe(200);
  const book = read(new Uint8Array(await answer.arrayBuffer()));
  const rows = utils.sheet_to_json<readonly unknown[]>(book.Sheets[book.SheetNames[0] ?? ""] ?? {}, {
    header: 1,
    defval: "",
    raw: false,
    dateNF: "yyyy-mm-dd",
  });
  return rows.map((row) => row.map((cell) => plain(String(cell))));
}

function plain(cell: string): string {
  return cell.replace(/(\.\d*?)0*$/, "$1").replace(/\.$/, "");
}
