import { CloseOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTexts } from "../../app/language.ts";
import { Amount } from "../figure.tsx";
import { documentTexts } from "./document.texts.ts";

export function SidePanel(props: {
  readonly title: string;
  readonly note?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const words = useTexts(documentTexts);
  return (
    <aside className="side-panel" aria-label={props.title}>
      <header>
        <h2>{props.title}</h2>
        <span className="label">{props.note}</span>
        <button type="button" className="icon-button" aria-label={words.closePanel} onClick={props.onClose}>
          <CloseOutlined />
        </button>
      </header>
      <div className="side-panel-scroll">{props.children}</div>
    </aside>
  );
}

type VoucherLine = {
  readonly accountCode: string;
  readonly accountName: string;
  readonly debit: string;
  readonly credit: string;
};

function amountOrNothing(amount: string) {
  return /[1-9]/.test(amount) ? <Amount value={amount} /> : null;
}

export function VoucherTable(props: { readonly lines: readonly VoucherLine[]; readonly total?: string }) {
  const words = useTexts(documentTexts);
  return (
    <table className="voucher-table">
      <thead>
        <tr>
          <th scope="col">{words.account}</th>
          <th scope="col" className="num">
            {words.debit}
          </th>
          <th scope="col" className="num">
            {words.credit2}
          </th>
        </tr>
      </thead>
      <tbody>
        {props.lines.map((line, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a voucher have no other name than their place
          <tr key={place}>
            <td>
              {line.accountCode} {line.accountName}
            </td>
            <td className="num">{amountOrNothing(line.debit)}</td>
            <td className="num">{amountOrNothing(line.credit)}</td>
          </tr>
        ))}
      </tbody>
      {props.total ? (
        <tfoot>
          <tr>
            <td>{words.total}</td>
            <td className="num">
              <Amount value={props.total} />
            </td>
            <td className="num">
              <Amount value={props.total} />
            </td>
          </tr>
        </tfoot>
      ) : null}
    </table>
  );
}

export function PanelHead(props: { readonly title: string; readonly aside: ReactNode }) {
  return (
    <div className="panel-head">
      <h3>{props.title}</h3>
      <span className="label">{props.aside}</span>
    </div>
  );
}
