import { LeftOutlined, PrinterOutlined, RightOutlined } from "@ant-design/icons";
import type { VoucherView } from "@zhangshi/contract";
import { Button } from "antd";
import { useCall } from "../../app/api.ts";
import { KeyHint, useKeys } from "../../app/keys.tsx";
import { useTexts } from "../../app/language.ts";
import { useGo, useRouteParams } from "../../app/location.ts";
import { useSession } from "../../app/session.tsx";
import { useTab } from "../../app/tabs.tsx";
import { Amount } from "../../ui/figure.tsx";
import { dayAndClock } from "../../ui/list/day.ts";
import { DocumentLink } from "../../ui/list/document-link.tsx";
import { PageState } from "../../ui/page-states.tsx";
import { StatusTag } from "../../ui/status-tag.tsx";
import { accountingTexts } from "./accounting.texts.ts";
import "../../ui/list/print.css";
import "./accounting.css";

export function Page() {
  const { id = "" } = useRouteParams();
  const voucher = useCall("vouchers.show", { params: { id } });
  return (
    <div className="voucher-page">
      <PageState query={voucher}>{(shown) => <Voucher voucher={shown} />}</PageState>
    </div>
  );
}

/** Five lines at least, as the printed form has them. */
const shortest = 5;

function Voucher({ voucher }: { readonly voucher: VoucherView }) {
  const t = useTexts(accountingTexts);
  const go = useGo();
  const { company } = useSession();
  const open = (id: string | null) => id !== null && go(`/vouchers/${id}`);
  useTab({ title: `${t.vouchers} ${voucher.label}` });
  useKeys(t.voucher, [
    { keys: "PgUp", label: t.previous, run: () => open(voucher.previousId), disabled: voucher.previousId === null },
    { keys: "PgDn", label: t.next, run: () => open(voucher.nextId), disabled: voucher.nextId === null },
    { keys: "Ctrl+P", label: t.print, run: () => print() },
  ]);
  const blank = Array.from({ length: Math.max(0, shortest - voucher.lines.length) }, (_, index) => index);
  return (
    <>
      <nav className="voucher-bar" aria-label={t.voucher}>
        <Button icon={<LeftOutlined />} disabled={voucher.previousId === null} onClick={() => open(voucher.previousId)}>
          {t.previous} <KeyHint keys="PgUp" />
        </Button>
        <Button disabled={voucher.nextId === null} onClick={() => open(voucher.nextId)}>
          {t.next} <RightOutlined /> <KeyHint keys="PgDn" />
        </Button>
        <span className="voucher-gap" />
        <Button icon={<PrinterOutlined />} onClick={() => print()}>
          {t.print} <KeyHint keys="Ctrl+P" />
        </Button>
      </nav>
      <article className={voucher.kind === "reversal" ? "voucher reversal" : "voucher"}>
        <h1>{t.voucher}</h1>
        <header>
          <span>{company.name}</span>
          <span>{chineseDate(voucher.businessDate)}</span>
          <span>
            {voucher.kind !== "original" && (
              <StatusTag tone={voucher.kind === "reversal" ? "err" : "ac"}>{t.kinds[voucher.kind]}</StatusTag>
            )}{" "}
            {voucher.word} 字第 <b>{voucher.number}</b> 号
          </span>
        </header>
        <table>
          <thead>
            <tr>
              <th>{t.summary}</th>
              <th>{t.accountTitle}</th>
              <th className="right">{t.debit}</th>
              <th className="right">{t.credit}</th>
            </tr>
          </thead>
          <tbody>
            {voucher.lines.map((line) => (
              <tr key={line.lineNo}>
                <td>{line.summary}</td>
                <td>
                  {line.accountCode} {line.accountName}
                  {line.partner && <small> {line.partner}</small>}
                </td>
                <td className="right">
                  <Side value={line.debit} />
                </td>
                <td className="right">
                  <Side value={line.credit} />
                </td>
              </tr>
            ))}
            {blank.map((row) => (
              <tr key={row}>
                <td />
                <td />
                <td />
                <td />
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td colSpan={2}>
                {t.inWords} <b>{voucher.totalInWords}</b>
              </td>
              <td className="right">
                <b>
                  <Amount value={voucher.total} />
                </b>
              </td>
              <td className="right">
                <b>
                  <Amount value={voucher.total} />
                </b>
              </td>
            </tr>
          </tfoot>
        </table>
        <footer>
          <span>
            {t.attachment}{" "}
            <DocumentLink type={voucher.documentType} id={voucher.documentId}>
              {voucher.documentNumber || "–"}
            </DocumentLink>
          </span>
          <span>
            {t.maker} {voucher.createdBy}
          </span>
          <span>
            {t.made} {dayAndClock(voucher.createdAt)}
          </span>
        </footer>
      </article>
    </>
  );
}

/** The side on which a line does not stand stays empty, as on paper. */
function Side({ value }: { readonly value: string }) {
  return /[1-9]/.test(value) ? <Amount value={value} /> : null;
}

function chineseDate(date: string): string {
  const [year, month, day] = date.split("-").map(Number);
  return `${year} 年 ${month} 月 ${day} 日`;
}
