import { typedNumber, visibleText } from "./typed-number.ts";

export type PastedRow = {
  readonly item: string;
  readonly quantity: string;
  readonly unit: string;
  readonly price: string;
  readonly note: string;
};
type Column = keyof PastedRow;

const aliases: Readonly<Record<Column, RegExp>> = {
  item: /^(商品|货品|物料|产品)?(编码|编号|代码|条码|条形码|货号|sku|code|barcode)$|^(商品|品名|货品|商品名称|名称|item)$/i,
  quantity: /^(数量|件数|qty|quantity)$/i,
  unit: /^(单位|unit)$/i,
  price: /^(含税|不含税|未税)?(单价|价格|price)$/i,
  note: /^(备注|说明|note|remark)$/i,
};

/** One cell of a table that was copied from Excel: quoted when it holds a line break or a quote. */
function cellsOf(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  const endCell = () => {
    rows.at(-1)?.push(visibleText(cell.replace(/\n/g, " ")).trim());
    cell = "";
  };
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index] ?? "";
    if (quoted && sign === '"' && text[index + 1] === '"') {
      cell += '"';
      index += 1;
    } else if (sign === '"' && (quoted || cell === "")) quoted = !quoted;
    else if (!quoted && sign === "\t") endCell();
    else if (!quoted && sign === "\n") {
      endCell();
      rows.push([]);
    } else if (sign !== "\r") cell += sign;
  }
  endCell();
  return rows.filter((row) => row.some((one) => one !== ""));
}

export function isTable(text: string): boolean {
  return /\t|\n./.test(text.replace(/\r/g, "").replace(/\n+$/, ""));
}

function columnsFromHead(head: readonly string[]): Partial<Record<Column, number>> | null {
  const found: Partial<Record<Column, number>> = {};
  for (const column of Object.keys(aliases) as Column[]) {
    const place = head.findIndex((cell) => aliases[column].test(cell.replace(/\s/g, "")));
    if (place !== -1) found[column] = place;
  }
  return found.item !== undefined && Object.keys(found).length >= Math.min(2, head.length) ? found : null;
}

/** Without a head row: what is sold comes first, then the first figure is the quantity, the second the price. */
function columnsFromShape(rows: readonly (readonly string[])[]): Partial<Record<Column, number>> {
  const width = Math.max(...rows.map((row) => row.length));
  const isFigure = (place: number) =>
    rows.every((row) => row[place] === undefined || row[place] === "" || typedNumber(row[place], 6) !== null);
  const figures = Array.from({ length: width }, (_, place) => place).filter((place) => place > 0 && isFigure(place));
  const [quantity, price] = figures;
  const words = Array.from({ length: width }, (_, place) => place).filter(
    (place) => place > 0 && !figures.includes(place),
  );
  const unit = words.find((place) => rows.every((row) => (row[place] ?? "").length <= 3));
  const note = words.findLast((place) => place !== unit && place > (quantity ?? 0));
  return {
    item: 0,
    ...(quantity === undefined ? {} : { quantity }),
    ...(price === undefined ? {} : { price }),
    ...(unit === undefined ? {} : { unit }),
    ...(note === undefined ? {} : { note }),
  };
}

/** Rows copied from Excel, with or without their head row. */
export function pastedRows(text: string): readonly PastedRow[] {
  const cells = cellsOf(text);
  const named = columnsFromHead(cells[0] ?? []);
  const rows = named ? cells.slice(1) : cells;
  if (rows.length === 0) return [];
  const columns = named ?? columnsFromShape(rows);
  const take = (row: readonly string[], column: Column) => {
    const place = columns[column];
    return place === undefined ? "" : (row[place] ?? "");
  };
  return rows
    .map((row) => ({
      item: take(row, "item"),
      quantity: typedNumber(take(row, "quantity"), 6) ?? "",
      unit: take(row, "unit"),
      price: typedNumber(take(row, "price"), 6) ?? "",
      note: take(row, "note"),
    }))
    .filter((row) => row.item !== "");
}
