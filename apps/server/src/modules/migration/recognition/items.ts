import { binsOf } from "./bins.ts";
import type { Field } from "./fields.ts";
import { goodsRegister, type Identity, type Verdict } from "./goods-register.ts";
import type { Announcement, ImportRecord, ItemAddition, ItemOpening, ItemRecord, SupplierPrice } from "./records.ts";
import type { RowReader } from "./row-reader.ts";
import { isKnownUnit } from "./units.ts";
import { hasValidCheckDigit, restoredZero, sameDecimal, unquoted } from "./values.ts";
import type { InterpretContext, TargetInterpreter } from "./target-interpreter.ts";

type Draft = { -readonly [Key in keyof ItemRecord]: ItemRecord[Key] };

/** Goods: one record per good, which may have further rows with stock elsewhere, further prices or variants. */
export function itemInterpreter(context: InterpretContext): TargetInterpreter {
  const register = goodsRegister(context.answer("sharedBarcodes") === "first");
  const brands = new Map<string, Set<string>>();
  const told = { inherited: [] as number[], restored: [] as number[], inheritedCount: 0, restoredCount: 0 };
  const hasChildren = context.has("supplierPrice") || context.has("priceListRate");
  let pending: Draft | undefined;
  let lastName: string | undefined;

  const release = (): readonly ImportRecord[] => {
    const record = pending;
    pending = undefined;
    return record ? [record] : [];
  };

  const draft = (reader: RowReader): Draft => {
    const named = nameOf(reader, context, lastName);
    if (named.inherited) note(told, "inherited", reader.row.number);
    lastName = named.name ?? lastName;
    if (isPlaceholder(reader)) reader.problem("row.placeholder", "name");
    else if (named.name === undefined) reader.problem("name.missing", "name");
    const made = draftOf(reader, context, named.name ?? "", () => note(told, "restored", reader.row.number));
    checkPrices(reader, made);
    return made;
  };

  const admit = (reader: RowReader, item: Draft): Verdict => {
    const verdict = register.admit(identityOf(reader, item, context), item);
    const renumbers =
      verdict.kind === "conflict" && verdict.field === "code" && context.answer("sharedCodes") === "number";
    if (!renumbers) return verdict;
    reader.problem("code.renumbered", "code", { detail: String(verdict.row), severity: "warning" });
    delete item.code;
    return register.admit(identityOf(reader, item, context), item);
  };

  const add = (item: Draft, barcodes: readonly string[]): readonly ImportRecord[] => {
    item.barcodes = barcodes;
    if (item.brand) brandsSeen(brands, item.brand);
    const records = release();
    pending = item;
    return records;
  };

  return {
    take(reader) {
      if (pending && hasChildren && isChildRow(reader)) {
        addPrices(pending, reader);
        return { records: [], joined: true };
      }
      const item = draft(reader);
      if (reader.failed) return { records: release() };
      const verdict = admit(reader, item);
      switch (verdict.kind) {
        case "new":
          return { records: add(item, verdict.barcodes) };
        case "conflict":
          reader.problem(verdict.reason, verdict.field, { detail: String(verdict.row), value: verdict.value });
          return { records: release() };
        case "joins":
          reader.problem("row.repeated", undefined, {
            detail: String(verdict.row),
            severity: "warning",
            value: item.code ?? item.barcodes[0] ?? item.name,
          });
          return { records: [...release(), additionOf(item, verdict.row)], joined: true };
      }
    },
    finish: release,
    announcements: () => itemAnnouncements(told, brands),
  };
}

function additionOf(item: Draft, toRow: number): ItemAddition {
  return {
    target: "itemAddition",
    row: item.row,
    toRow,
    openings: item.openings,
    ...(item.location !== undefined && { location: item.location }),
  };
}

function note(
  told: { inherited: number[]; restored: number[]; inheritedCount: number; restoredCount: number },
  kind: "inherited" | "restored",
  row: number,
): void {
  told[`${kind}Count`]++;
  if (told[kind].length < 20) told[kind].push(row);
}

/** A row that has only a further price of the goods above it. */
function isChildRow(reader: RowReader): boolean {
  const own: readonly Field[] = ["name", "code", "barcode", "styleNumber"];
  return (
    own.every((field) => reader.cell(field).text.trim() === "") &&
    (reader.value("supplierPrice") ?? reader.value("priceListRate")) !== undefined
  );
}

function isPlaceholder(reader: RowReader): boolean {
  const texts = [reader.cell("name").text, reader.cell("barcode").text, reader.cell("code").text]
    .map((text) => text.trim())
    .filter((text) => text !== "");
  return texts.length > 0 && texts.every((text) => /^[xX×*]{3,}(?:-[xX×*]+)*$/.test(text));
}

interface Naming {
  readonly name: string | undefined;
  readonly inherited?: true;
}

/** Odoo writes `[FURN_0789] Individual Workplace` for code and name. */
export const codedName = /^\[([^\]\s]{1,40})\]\s*(\S.*)$/;

function nameOf(reader: RowReader, context: InterpretContext, lastName: string | undefined): Naming {
  const written = reader.value("name");
  if (written !== undefined) {
    const bare = context.answer("quotedNames") === "strip" ? unquoted(written) : written;
    const coded = context.has("code") ? null : codedName.exec(bare);
    return { name: coded?.[2] ?? bare };
  }
  if (reader.cell("name").kind === "error") return { name: undefined };
  if (context.answer("inheritNames") === "yes" && lastName !== undefined) return { name: lastName, inherited: true };
  if (!context.has("name") || context.answer("missingNames") === "other") {
    const other = reader.value("styleNumber") ?? reader.value("code") ?? reader.value("barcode");
    return { name: other };
  }
  return { name: undefined };
}

function draftOf(reader: RowReader, context: InterpretContext, name: string, restored: () => void): Draft {
  const code =
    reader.value("code") ?? (context.has("code") ? undefined : codedName.exec(reader.value("name") ?? "")?.[1]);
  if (code === undefined && context.answer("numberCodes") === "refuse") reader.problem("code.missing", "code");
  const barcodes = barcodesOf(reader, context, restored);
  const { spec, unit } = specAndUnit(reader, context);
  const style = reader.value("styleNumber");
  const given = (value: string | undefined, key: keyof ItemRecord) => (value === undefined ? {} : { [key]: value });
  const enabled = reader.value("enabled");
  const disabled = reader.value("disabled");
  const openings = openingsOf(reader);
  const bins = binsOf(
    reader,
    reader.value("warehouse") ?? (openings.length === 1 ? openings[0]?.warehouse : undefined),
  );
  const draft: Draft = {
    target: "items",
    row: reader.row.number,
    name,
    units: auxiliaryUnits(reader, unit),
    barcodes,
    openings,
    ...(bins.length > 0 && { location: bins }),
    supplierPrices: [],
    ...given(code ?? (context.answer("numberCodes") === "barcode" ? barcodes[0] : undefined), "code"),
    ...given(spec, "spec"),
    ...given(reader.value("model") ?? style, "model"),
    ...given(unit, "unit"),
    ...given(reader.value("category"), "category"),
    ...given(
      reader
        .values("note")
        .map(({ value }) => value)
        .join("；") || undefined,
      "note",
    ),
    ...((enabled === "false" || disabled === "true") && { disabled: true }),
  };
  for (const field of plainFields) Object.assign(draft, given(reader.value(field), field));
  addPrices(draft, reader);
  return draft;
}

const plainFields = [
  "categoryExternalId",
  "brand",
  "taxRate",
  "purchasePrice",
  "salePrice",
  "retailPrice",
  "wholesalePrice",
  "memberPrice",
  "minimumPrice",
  "safetyStock",
  "supplier",
  "externalId",
] as const satisfies readonly (Field & keyof ItemRecord)[];

function specAndUnit(
  reader: RowReader,
  context: InterpretContext,
): { readonly spec: string | undefined; readonly unit: string | undefined } {
  const written = reader.value("spec");
  const isUnit = written !== undefined && context.answer("unitsInSpec") === "units" && isKnownUnit(written);
  const parts = [isUnit ? undefined : written, reader.value("color"), reader.value("size")].filter(
    (part) => part !== undefined,
  );
  const spec = parts.length > 0 ? [...new Set(parts)].join("/") : undefined;
  return { spec, unit: reader.value("unit") ?? (isUnit ? written : undefined) ?? context.answer("defaultUnit") };
}

function barcodesOf(reader: RowReader, context: InterpretContext, restored: () => void): readonly string[] {
  const barcodes: string[] = [];
  for (const { value } of reader.values("barcode")) {
    const zero =
      context.answer("lostZeros") === "restore" && reader.cell("barcode").kind === "number"
        ? restoredZero(value)
        : undefined;
    if (zero !== undefined) restored();
    const barcode = zero ?? value;
    if (/^\d{13}$/.test(barcode) && !hasValidCheckDigit(barcode))
      reader.problem("barcode.check_digit", "barcode", { severity: "warning" });
    else if (/^\d{12,14}[A-Za-z]+$/.test(barcode)) reader.problem("barcode.odd", "barcode", { severity: "warning" });
    if (!barcodes.includes(barcode)) barcodes.push(barcode);
  }
  return barcodes;
}

function auxiliaryUnits(reader: RowReader, baseUnit: string | undefined): ItemRecord["units"] {
  const unit = reader.value("auxiliaryUnit");
  const factor = reader.value("unitFactor");
  const barcode = reader.value("auxiliaryBarcode");
  if (unit === undefined || unit === baseUnit) {
    if (barcode !== undefined) reader.problem("unit.incomplete", "auxiliaryBarcode");
    return [];
  }
  if (factor === undefined || factor === "0") {
    reader.problem("unit.incomplete", factor === undefined ? "auxiliaryUnit" : "unitFactor");
    return [];
  }
  return [{ unit, factor, ...(barcode !== undefined && { barcode }) }];
}

function openingsOf(reader: RowReader): readonly ItemOpening[] {
  const openings: ItemOpening[] = reader
    .values("warehouseQuantity")
    .filter(({ value }) => value !== "0")
    .map(({ value, column }) => ({
      warehouse: column.warehouse ?? column.heading,
      quantity: value,
      ...costOf(reader),
    }));
  const quantity = reader.value("openingQuantity");
  const amount = reader.value("openingAmount");
  if ((quantity === undefined || quantity === "0") && amount !== undefined && amount !== "0" && openings.length === 0) {
    reader.problem("stock.amount_without_quantity", "openingAmount", { severity: "warning" });
  }
  if (quantity === undefined || quantity === "0") return openings;
  checkCost(reader, quantity, amount);
  const warehouse = reader.value("warehouse");
  return [
    ...openings,
    {
      ...(warehouse !== undefined && { warehouse }),
      quantity,
      ...costOf(reader),
      ...(amount !== undefined && { amount }),
    },
  ];
}

/** An amount in 万元 beside a price in 元 is an error that only shows here. */
function checkCost(reader: RowReader, quantity: string, amount: string | undefined): void {
  const unitCost = reader.value("openingUnitCost");
  if (unitCost === undefined || amount === undefined) return;
  const expected = Number(quantity) * Number(unitCost);
  if (Math.abs(expected - Number(amount)) <= Math.max(0.01, Math.abs(expected) * 0.01)) return;
  reader.problem("stock.cost_mismatch", "openingAmount", { detail: expected.toFixed(2), severity: "warning" });
}

function costOf(reader: RowReader): { readonly unitCost?: string } {
  const unitCost = reader.value("openingUnitCost");
  return unitCost === undefined ? {} : { unitCost };
}

/** Prices of vendors, and of ERPNext's price lists for buying and selling. */
function addPrices(draft: Draft, reader: RowReader): void {
  const supplier = reader.value("supplier");
  const price = reader.value("supplierPrice");
  if (supplier !== undefined && price !== undefined) {
    const [minimumQuantity, from, until] = [
      reader.value("supplierMinimumQuantity"),
      reader.value("priceFrom"),
      reader.value("priceUntil"),
    ];
    const offer: SupplierPrice = {
      supplier,
      price,
      ...(minimumQuantity !== undefined && { minimumQuantity }),
      ...(from !== undefined && { from }),
      ...(until !== undefined && { until }),
    };
    draft.supplierPrices = [...draft.supplierPrices, offer];
    draft.purchasePrice ??= price;
  }
  const list = reader.value("priceListName");
  const rate = reader.value("priceListRate");
  if (list === undefined || rate === undefined) return;
  if (/buying|采购|进货/i.test(list)) draft.purchasePrice = rate;
  else draft.salePrice = rate;
}

function checkPrices(reader: RowReader, draft: Draft): void {
  const { salePrice, purchasePrice } = draft;
  if (
    salePrice === undefined ||
    purchasePrice === undefined ||
    salePrice === "0" ||
    reader.value("salePrice") === undefined
  )
    return;
  if (Number(salePrice) < Number(purchasePrice) && !sameDecimal(salePrice, purchasePrice)) {
    reader.problem("price.below_cost", "salePrice", { detail: purchasePrice, severity: "warning" });
  }
}

function identityOf(reader: RowReader, draft: Draft, context: InterpretContext): Identity {
  const words = [
    context.has("styleNumber") ? (reader.value("styleNumber") ?? "") : draft.name,
    draft.spec ?? "",
    draft.model ?? "",
  ].join("\u0001");
  if (draft.code !== undefined)
    return { key: `c${draft.code.toUpperCase()}`, field: "code", value: draft.code, same: words };
  const barcode = draft.barcodes[0];
  if (barcode !== undefined) return { key: `b${barcode}`, field: "barcode", value: barcode, same: words };
  const prices = `${draft.salePrice ?? ""}\u0001${draft.purchasePrice ?? ""}`;
  return {
    key: `n${draft.name}\u0001${words}\u0001${draft.unit ?? ""}`,
    field: "name",
    value: draft.name,
    same: prices,
  };
}

/** NIKE, nike and Nike are three brands until somebody says otherwise. */
function brandsSeen(brands: Map<string, Set<string>>, brand: string): void {
  const key = brand
    .toLowerCase()
    .replace(/[(（].*$/, "")
    .trim();
  const seen = brands.get(key);
  if (seen) seen.add(brand);
  else brands.set(key, new Set([brand]));
}

function itemAnnouncements(
  told: {
    readonly inherited: readonly number[];
    readonly restored: readonly number[];
    readonly inheritedCount: number;
    readonly restoredCount: number;
  },
  brands: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Announcement[] {
  const list: Announcement[] = [];
  if (told.inheritedCount > 0) {
    list.push({
      code: "names.inherited",
      text: `${told.inheritedCount} 行没有名称，沿用了上面一行的名称。`,
      rows: told.inherited,
      count: told.inheritedCount,
    });
  }
  if (told.restoredCount > 0) {
    list.push({
      code: "barcodes.restored",
      text: `${told.restoredCount} 个条码补回了被表格吃掉的开头 0。`,
      rows: told.restored,
      count: told.restoredCount,
    });
  }
  const alike = [...brands.values()].filter((names) => names.size > 1);
  for (const names of alike.slice(0, 20)) {
    list.push({
      code: "brands.alike",
      text: `品牌 ${[...names].join("、")} 写法相近，按不同的品牌导入，没有合并。`,
      rows: [],
      count: names.size,
    });
  }
  return list;
}
