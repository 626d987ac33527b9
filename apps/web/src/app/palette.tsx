import { BarcodeOutlined, FileTextOutlined, InboxOutlined, SearchOutlined, UserOutlined } from "@ant-design/icons";
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { kindOf } from "../ui/document/document-kinds.ts";
import { lotPath } from "../ui/list/lot-path.ts";
import { formatMoney, formatQuantity } from "../ui/money.ts";
import { type Reply, useCall } from "./api.ts";
import { appTexts } from "./app.texts.ts";
import { groupIcons } from "./group-icons.tsx";
import { type Language, useLanguage, useTexts } from "./language.ts";
import { useGo } from "./location.ts";
import { itemsAllowed } from "./menu.ts";
import { useSession } from "./session.tsx";
import "./palette.css";

type Found = {
  readonly kind: "items" | "lots" | "partners" | "documents" | "pages";
  readonly key: string;
  readonly href: string;
  readonly icon: ReactNode;
  readonly title: string;
  readonly aside: string;
};

function useDebounced(text: string, milliseconds: number): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), milliseconds);
    return () => clearTimeout(timer);
  }, [text, milliseconds]);
  return settled;
}

function foundRecords(
  answer: Reply<"search.everything"> | undefined,
  canSeeStock: boolean,
  words: { readonly draft: string; readonly soldOut: string },
  language: Language,
): readonly Found[] {
  if (!answer) return [];
  const items = answer.items.map(
    (item): Found => ({
      kind: "items",
      key: item.id,
      href: canSeeStock ? `/stock/card?itemId=${item.id}` : `/items/${item.id}`,
      icon: <InboxOutlined />,
      title: [item.name, item.spec].filter(Boolean).join(" "),
      aside: item.code,
    }),
  );
  const partners = answer.partners.map(
    (partner): Found => ({
      kind: "partners",
      key: partner.id,
      href: `/partners/${partner.id}`,
      icon: <UserOutlined />,
      title: partner.name,
      aside: partner.code,
    }),
  );
  const documents = answer.documents.flatMap((document): readonly Found[] => {
    const kind = kindOf(document.type);
    if (!kind) return [];
    return [
      {
        kind: "documents",
        key: document.id,
        href: `${kind.path}/${document.id}`,
        icon: <FileTextOutlined />,
        title: `${document.number ?? words.draft} · ${document.partner || kind.title[language]}`,
        aside: `${document.businessDate}　${kind.partner ? formatMoney(document.grossAmount) : ""}`,
      },
    ];
  });
  const lots = answer.lots.map(
    (lot): Found => ({
      kind: "lots",
      key: `${lot.itemId}/${lot.lot}`,
      href: lotPath(lot.itemId, lot.lot),
      icon: <BarcodeOutlined />,
      title: [lot.lot, lot.name, lot.spec].filter(Boolean).join(" · "),
      aside: lot.onHand === "0" ? words.soldOut : `${formatQuantity(lot.onHand)} ${lot.unit}`,
    }),
  );
  return [...items, ...lots, ...partners, ...documents];
}

function useFound(text: string): { readonly found: readonly Found[]; readonly waiting: boolean } {
  const { permissions } = useSession();
  const language = useLanguage();
  const words = useTexts(appTexts);
  const settled = useDebounced(text.trim(), 120);
  const answer = useCall("search.everything", { query: { q: settled } }, { enabled: settled !== "", keep: true });
  const pages = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return itemsAllowed(permissions)
      .filter((item) => !item.hidden)
      .filter((item) => {
        const said = `${item.title.zh} ${item.title.en} ${item.keywords ?? ""} ${item.path}`.toLowerCase();
        return wanted === "" || said.includes(wanted);
      })
      .map(
        (item): Found => ({
          kind: "pages",
          key: item.path,
          href: item.path,
          icon: groupIcons[item.group],
          title: item.title[language],
          aside: "",
        }),
      );
  }, [text, permissions, language]);
  const records = settled === "" ? [] : foundRecords(answer.data, permissions.includes("stock.read"), words, language);
  return { found: [...records, ...pages], waiting: answer.isFetching || settled !== text.trim() };
}

/** Ctrl+K: documents by number, items by initials or barcode, partners, pages. */
export function Palette(props: { readonly onClose: () => void }) {
  const words = useTexts(appTexts);
  const go = useGo();
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState("");
  const [place, setPlace] = useState(0);
  const { found, waiting } = useFound(text);
  const current = Math.min(place, Math.max(0, found.length - 1));
  useEffect(() => dialog.current?.showModal(), []);

  const open = (row: Found | undefined) => {
    if (!row) return;
    props.onClose();
    go(row.href);
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setPlace((current + step + found.length) % Math.max(1, found.length));
    } else if (event.key === "Tab") {
      event.preventDefault();
      const kind = found[current]?.kind;
      const next = found.findIndex((row, index) => index > current && row.kind !== kind);
      setPlace(next === -1 ? 0 : next);
    } else if (event.key === "Enter") {
      event.preventDefault();
      open(found[current]);
    }
  };
  return (
    <dialog ref={dialog} className="palette" aria-label={words.searchLabel} onClose={props.onClose}>
      <div className="palette-field">
        <SearchOutlined />
        <input
          autoFocus
          value={text}
          placeholder={words.search}
          aria-label={words.searchLabel}
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls="palette-rows"
          aria-activedescendant={found[current] ? `palette-${current}` : undefined}
          onChange={(event) => {
            setText(event.target.value);
            setPlace(0);
          }}
          onKeyDown={press}
        />
        <kbd className="key-hint">Esc</kbd>
      </div>
      <div className="palette-rows" id="palette-rows" role="listbox" aria-label={words.searchLabel}>
        {found.map((row, index) => (
          <div key={`${row.kind}-${row.key}`}>
            {row.kind === found[index - 1]?.kind ? null : <div className="palette-kind">{words[row.kind]}</div>}
            {/* biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: chosen by arrows from the field above, which keeps the focus */}
            <div
              id={`palette-${index}`}
              role="option"
              aria-selected={index === current}
              className="palette-row"
              onClick={() => open(row)}
              onMouseMove={() => setPlace(index)}
            >
              {row.icon}
              <span className="palette-title">{row.title}</span>
              <span className="palette-aside">{row.aside}</span>
              {index === current ? <kbd className="key-hint">Enter</kbd> : null}
            </div>
          </div>
        ))}
        {found.length === 0 && !waiting ? <p className="palette-none">{words.nothingFound(text)}</p> : null}
      </div>
      <div className="palette-foot">{words.paletteKeys}</div>
    </dialog>
  );
}
