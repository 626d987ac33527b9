import { deflateRawSync } from "node:zlib";

/** Small workbooks written by hand for tests, with exactly the oddities that a test is about. */

export interface FixtureSheet {
  readonly name: string;
  /** The XML of `<sheetData>`, as `<row r="1"><c r="A1" t="n"><v>1</v></c></row>`. */
  readonly rows: string;
  readonly merged?: readonly string[];
  readonly state?: "hidden" | "veryHidden";
}

export interface FixtureBook {
  readonly sheets: readonly FixtureSheet[];
  readonly sharedTexts?: readonly string[];
  readonly date1904?: boolean;
}

/** Style 1 is a date, 2 `yyyy"年"m"月"d"日"`, 3 date and time, 4 `0.00`. */
const styles =
  `<styleSheet xmlns="x"><numFmts count="1"><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>` +
  `<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>` +
  `<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="22"/><xf numFmtId="2"/></cellXfs></styleSheet>`;

export function workbook(book: FixtureBook): Buffer {
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`;
  const parts: [string, string][] = [
    ["[Content_Types].xml", `<Types/>`],
    ["_rels/.rels", `<Relationships>${relation("r1", "officeDocument", "xl/workbook.xml")}</Relationships>`],
    [
      "xl/workbook.xml",
      `<workbook xmlns:r="r">${book.date1904 ? `<workbookPr date1904="1"/>` : ""}<sheets>${book.sheets
        .map(
          (sheet, at) =>
            `<sheet name="${sheet.name}" sheetId="${at + 1}"${sheet.state ? ` state="${sheet.state}"` : ""} r:id="s${at}"/>`,
        )
        .join("")}</sheets></workbook>`,
    ],
    [
      "xl/_rels/workbook.xml.rels",
      `<Relationships>${book.sheets.map((_, at) => relation(`s${at}`, "worksheet", `worksheets/sheet${at + 1}.xml`)).join("")}${relation("st", "styles", "styles.xml")}${book.sharedTexts ? relation("ss", "sharedStrings", "sharedStrings.xml") : ""}</Relationships>`,
    ],
    ["xl/styles.xml", styles],
    ...book.sheets.map((sheet, at): [string, string] => [
      `xl/worksheets/sheet${at + 1}.xml`,
      `<?xml version="1.0"?><worksheet><sheetData>${sheet.rows}</sheetData>${sheet.merged ? `<mergeCells>${sheet.merged.map((ref) => `<mergeCell ref="${ref}"/>`).join("")}</mergeCells>` : ""}</worksheet>`,
    ]),
  ];
  if (book.sharedTexts)
    parts.push(["xl/sharedStrings.xml", `<sst>${book.sharedTexts.map((item) => `<si>${item}</si>`).join("")}</sst>`]);
  return zip(parts.map(([name, text]) => ({ name, data: Buffer.from(text) })));
}

export interface FixturePart {
  readonly name: string;
  readonly data: Buffer;
  /** The data as deflated already, where deflating takes long. */
  readonly packed?: Buffer;
  /** What the directory claims, when it lies. */
  readonly claimedBytes?: number;
}

export function zip(parts: readonly FixturePart[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, claimedBytes, packed = deflateRawSync(data) } of parts) {
    const label = Buffer.from(name);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(claimedBytes ?? data.length, 22);
    head.writeUInt16LE(label.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(claimedBytes ?? data.length, 24);
    entry.writeUInt16LE(label.length, 28);
    entry.writeUInt32LE(offset, 42);
    bodies.push(head, label, packed);
    directory.push(entry, label);
    offset += 30 + label.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, list, end]);
}

/** Rows of plain values: numbers as number cells, texts as inline texts, undefined as nothing. */
export function rowsOf(rows: readonly (readonly (string | number | undefined)[])[]): string {
  return rows
    .map((cells, at) => {
      const content = cells.map((value, column) => cellOf(value, `${letter(column)}${at + 1}`)).join("");
      return `<row r="${at + 1}">${content}</row>`;
    })
    .join("");
}

function cellOf(value: string | number | undefined, reference: string): string {
  if (value === undefined) return "";
  if (typeof value === "number") return `<c r="${reference}"><v>${value}</v></c>`;
  const text = value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
  return `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`;
}

function letter(column: number): string {
  return (
    (column >= 26 ? String.fromCharCode(64 + Math.floor(column / 26)) : "") + String.fromCharCode(65 + (column % 26))
  );
}
