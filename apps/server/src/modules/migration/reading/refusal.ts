/** Why a file cannot be read at all. One row that cannot be used is no refusal of the file: that is a problem of the row. */
export type RefusalCode =
  | "file.unknown_format"
  | "file.encrypted"
  | "file.damaged"
  | "file.too_large"
  | "file.inflates_too_much"
  | "file.too_many_rows"
  | "file.too_many_columns"
  | "file.quote_not_closed"
  | "file.too_slow";

export class ReadingRefusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.name = "ReadingRefusal";
    this.code = code;
  }
}

export function damaged(what: string): ReadingRefusal {
  return new ReadingRefusal("file.damaged", `文件已损坏（${what}），请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。`);
}
