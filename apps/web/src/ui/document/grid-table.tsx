import type { MouseEvent, Ref } from "react";
import { isBlank, priceTerms } from "./document.form.ts";
import type { DocumentKind } from "./document-kind.ts";
import { type GridColumn, tableWidth } from "./grid-columns.ts";
import { beginsKit } from "./kit.form.ts";
import { LineRow } from "./line-row.tsx";
import type { LineStock } from "./line-stock.form.ts";
import type { FormTotals } from "./totals.form.ts";
import type { DocumentFormState } from "./use-document-form.ts";
import { rowHeight } from "./use-grid-window.ts";

type GridTableProps = {
  readonly ref: Ref<HTMLTableElement>;
  readonly kind: DocumentKind;
  readonly columns: readonly GridColumn[];
  readonly state: DocumentFormState;
  readonly totals: FormTotals;
  readonly stocks: ReadonlyMap<string, LineStock>;
  readonly warehouses: ReadonlyMap<string, string>;
  readonly hint: string;
  readonly label: string;
  /** Rows in sight; the others are only their height. */
  readonly first: number;
  readonly last: number;
  readonly currentKey: string | null;
  /** Refused fields by line, joined by commas. */
  readonly refused: ReadonlyMap<string, string>;
  readonly onMouseDown: (event: MouseEvent) => void;
};

/** The lines as text. */
export function GridTable(props: GridTableProps) {
  const { kind, columns, first, last } = props;
  const { form } = props.state;
  const terms = priceTerms(kind, form);
  const typesAmount = kind.shape === "amount" || (kind.shape === "allocation" && form.method === "hand");
  return (
    <table
      ref={props.ref}
      className="line-table"
      style={{ minWidth: tableWidth(columns) }}
      aria-label={props.label}
      aria-rowcount={form.lines.length}
      onMouseDown={props.onMouseDown}
    >
      <colgroup>
        {columns.map((one) => (
          <col key={one.id} style={one.width ? { width: one.width } : undefined} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {columns.map((one) => (
            <th key={one.id} scope="col" className={one.align === "right" ? "num" : undefined}>
              {one.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {first > 0 ? <tr style={{ height: first * rowHeight }} /> : null}
        {form.lines.slice(first, last).map((line, index) => (
          <LineRow
            key={line.key}
            line={line}
            no={first + index + 1}
            columns={columns}
            amounts={props.totals.lines.get(line.key)}
            stock={props.stocks.get(line.key)}
            warehouse={props.warehouses.get(line.warehouseId ?? "") ?? ""}
            refused={props.refused.get(line.key) ?? ""}
            isCurrent={line.key === props.currentKey}
            isBlank={isBlank(line)}
            beginsKit={beginsKit(line, form.lines[first + index - 1])}
            entryHint={props.hint}
            sells={terms.sells}
            suggests={terms.suggests}
            taxIncluded={form.taxIncluded}
            typesAmount={typesAmount}
            counts={kind.shape === "counted"}
            averages={kind.shape === "cost"}
          />
        ))}
        {last < form.lines.length ? <tr style={{ height: (form.lines.length - last) * rowHeight }} /> : null}
      </tbody>
    </table>
  );
}
