import type { Field } from "./fields.ts";
import type { PartnerRecord } from "./records.ts";
import type { RowReader } from "./row-reader.ts";
import type { InterpretContext, TargetInterpreter } from "./target-interpreter.ts";

const plainFields = [
  "code",
  "contact",
  "phone",
  "mobile",
  "email",
  "taxNumber",
  "bank",
  "account",
  "category",
  "openingReceivable",
  "openingPayable",
  "creditLimit",
  "taxRate",
  "parentName",
  "externalId",
] as const satisfies readonly (Field & keyof PartnerRecord)[];

/** Customers and suppliers: one per row, told apart by code or else by name. */
export function partnerInterpreter(context: InterpretContext): TargetInterpreter {
  const rows = new Map<string, number>();
  const kind = (context.answer("partnerKind") ?? context.recognition.target) as PartnerRecord["target"];

  return {
    take(reader) {
      const partner = partnerOf(reader, kind);
      if (partner === undefined || reader.failed) return { records: [] };
      const key = partner.code === undefined ? `n${partner.name}` : `c${partner.code.toUpperCase()}`;
      const earlier = rows.get(key);
      if (earlier !== undefined) {
        reader.problem("row.duplicate", partner.code === undefined ? "name" : "code", { detail: String(earlier) });
        return { records: [] };
      }
      rows.set(key, reader.row.number);
      return { records: [partner] };
    },
    finish: () => [],
    announcements: () => [],
  };
}

function partnerOf(reader: RowReader, target: PartnerRecord["target"]): PartnerRecord | undefined {
  const name = reader.value("name");
  const plain: Record<string, string> = {};
  for (const field of plainFields) {
    const value = reader.value(field);
    if (value !== undefined) plain[field] = value;
  }
  const balance = target === "suppliers" ? "openingPayable" : "openingReceivable";
  const opening = plain[balance] ?? reader.value("openingBalance");
  const address = addressOf(reader);
  const note = reader
    .values("note")
    .map(({ value }) => value)
    .join("；");
  const disabled = reader.value("enabled") === "false" || reader.value("disabled") === "true";
  if (name === undefined) {
    reader.problem("name.missing", "name");
    return undefined;
  }
  return {
    target,
    row: reader.row.number,
    name,
    ...plain,
    ...(opening !== undefined && { [balance]: opening }),
    ...(address !== undefined && { address }),
    ...(note !== "" && { note }),
    ...(disabled && { disabled: true }),
  };
}

/** Street, town and country in one line, where they stand in columns of their own. */
function addressOf(reader: RowReader): string | undefined {
  const parts = (["address", "addressMore", "city", "region", "postcode", "country"] as const).map((field) =>
    reader.value(field),
  );
  const filled = parts.filter((part) => part !== undefined);
  return filled.length === 0
    ? undefined
    : filled.join(filled.some((part) => /[\u4e00-\u9fff]/.test(part)) ? " " : ", ");
}

export function categoryInterpreter(): TargetInterpreter {
  const rows = new Map<string, number>();
  return {
    take(reader) {
      const name = reader.value("name");
      const externalId = reader.value("externalId");
      const parentExternalId = reader.value("parentExternalId");
      if (name === undefined) reader.problem("name.missing", "name");
      const key = externalId ?? `${parentExternalId ?? ""}/${name}`;
      const earlier = rows.get(key);
      if (earlier !== undefined)
        reader.problem("row.duplicate", externalId === undefined ? "name" : "externalId", { detail: String(earlier) });
      if (name === undefined || reader.failed) return { records: [] };
      rows.set(key, reader.row.number);
      return {
        records: [
          {
            target: "categories",
            row: reader.row.number,
            name,
            ...(externalId !== undefined && { externalId }),
            ...(parentExternalId !== undefined && { parentExternalId }),
          },
        ],
      };
    },
    finish: () => [],
    announcements: () => [],
  };
}
