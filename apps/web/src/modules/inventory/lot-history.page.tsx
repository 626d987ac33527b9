import { SearchOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useEffect, useState } from "react";
import { refusalOf, useCall } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { GoLink } from "../../app/link.tsx";
import { useGo } from "../../app/location.ts";
import { formatQuantity } from "../../ui/money.ts";
import { useAddressQuery } from "../../ui/list/use-list.ts";
import { EmptyState, LoadingBars, RefusedState } from "../../ui/page-states.tsx";
import { LotHistory } from "./lot-history.tsx";
import { lotPath } from "../../ui/list/lot-path.ts";
import { lotsTexts } from "./lots.texts.ts";
import "../../ui/list/list.css";
import "./inventory.css";
import "./lots.css";

const known = ["itemId", "lot"];

/** One number, typed or scanned; where only one lot begins so, it opens by itself. */
export function Page() {
  const t = useTexts(lotsTexts);
  const go = useGo();
  const [query, ask] = useAddressQuery(known);
  const { itemId, lot = "" } = query;
  const [typed, setTyped] = useState(lot);
  useEffect(() => setTyped(lot), [lot]);
  const isOpen = itemId !== undefined && lot !== "";
  return (
    <div className="stock-page">
      <search>
        <form
          className="stock-find"
          onSubmit={(event) => {
            event.preventDefault();
            ask({ lot: typed.trim() });
          }}
        >
          <Input
            className="lot-find"
            prefix={<SearchOutlined />}
            placeholder={t.find}
            aria-label={t.find}
            value={typed}
            maxLength={60}
            autoFocus={!isOpen}
            onChange={(event) => setTyped(event.target.value)}
          />
        </form>
      </search>
      {isOpen ? (
        <LotHistory key={`${itemId}/${lot}`} itemId={itemId} lot={lot} />
      ) : lot === "" ? (
        <EmptyState icon={<SearchOutlined />} title={t.chooseTitle} text={t.chooseText}>
          <Button onClick={() => go("/stock/lots")}>{t.toList}</Button>
        </EmptyState>
      ) : (
        <Found text={lot} onOnly={(only) => ask(only)} />
      )}
    </div>
  );
}

function Found(props: {
  readonly text: string;
  readonly onOnly: (query: { readonly itemId: string; readonly lot: string }) => void;
}) {
  const t = useTexts(lotsTexts);
  const { text, onOnly } = props;
  const search = useCall("search.everything", { query: { q: text } });
  const rows = search.data?.lots;
  const exact = rows?.filter((row) => row.lot.toLowerCase() === text.toLowerCase()) ?? [];
  const only = exact.length === 1 ? exact[0] : rows?.length === 1 ? rows[0] : undefined;
  useEffect(() => {
    if (only) onOnly({ itemId: only.itemId, lot: only.lot });
  });
  if (search.error) return <RefusedState problem={refusalOf(search.error)} onRetry={() => void search.refetch()} />;
  if (rows === undefined || only) return <LoadingBars />;
  if (rows.length === 0)
    return (
      <EmptyState title={t.notFound(text)} text={t.chooseText}>
        <GoLink href={`/stock/lots?search=${encodeURIComponent(text)}`}>{t.toList}</GoLink>
      </EmptyState>
    );
  return (
    <div className="lot-found">
      <p className="quiet">{t.several(rows.length)}</p>
      <ul>
        {rows.map((row) => (
          <li key={`${row.itemId}/${row.lot}`}>
            <GoLink href={lotPath(row.itemId, row.lot)}>{row.lot}</GoLink>
            <span>
              {row.name} <small>{row.spec}</small>
            </span>
            <span className="quiet">
              {row.onHand === "0" ? t.left0 : `${t.onHand} ${formatQuantity(row.onHand)} ${row.unit}`}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
