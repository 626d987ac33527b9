import { CloseCircleFilled } from "@ant-design/icons";
import { formatQuantity as bareQuantity, parseQuantity } from "@zhangshi/core";
import { Button } from "antd";
import { type ReactNode, useMemo } from "react";
import { useCall } from "../../app/api.ts";
import { KeyHint } from "../../app/keys.tsx";
import { useLanguage, useTexts } from "../../app/language.ts";
import { usePermission } from "../../app/session.tsx";
import { formatMoney, formatPrice, formatQuantity, formatQuantityOrZero, formatUnitCost } from "../money.ts";
import { DocumentLink } from "../list/document-link.tsx";
import { type DocumentForm, type FormLine, stockUnknown, unitsOf } from "./document.form.ts";
import type { FormError } from "./check.form.ts";
import { binsIn } from "./bins.form.ts";
import type { DocumentKind } from "./document-kind.ts";
import { documentTexts } from "./document.texts.ts";
import type { GridNotice } from "./grid-actions.ts";
import { kindTexts } from "./kind.texts.ts";
import type { LineStock } from "./line-stock.form.ts";
import { LotChoices } from "./lot-choices.tsx";
import { isTracked, saysLots } from "./lots.form.ts";
import { orderTexts } from "./order.texts.ts";
import type { OtherWarehouse } from "./saved.form.ts";

type Repair = { readonly quantity: string };
type LineStripProps = {
  readonly kind: DocumentKind;
  /** 盲盘 */
  readonly hidesStock: boolean;
  readonly form: DocumentForm;
  readonly lineKey: string | null;
  readonly stocks: ReadonlyMap<string, LineStock>;
  readonly errors: readonly FormError[];
  /** What the errors keep from happening: 保存, 审核. */
  readonly verb: string;
  readonly notice: GridNotice | null;
  readonly searching: boolean;
  readonly warehouse: string;
  readonly warehouseIds: ReadonlySet<string>;
  readonly onNoticed: () => void;
  readonly onNextError: () => void;
  readonly onReduce: (lineKey: string, repair: Repair) => void;
  readonly onLot: (lineKey: string, lot: string) => void;
  readonly onSplit: (lineKey: string, other: OtherWarehouse) => void;
};

function factorOf(line: FormLine): bigint {
  const unit = line.item?.units.find((one) => one.name === line.unit);
  return line.unit === line.item?.baseUnit ? 1_000_000n : parseQuantity(unit?.factor ?? "1");
}

/** Stock of the item elsewhere, when the person may see stock and this line is short. */
function useOtherWarehouse(
  line: FormLine | undefined,
  short: string | null,
  props: LineStripProps,
): OtherWarehouse | null {
  const allowed = usePermission("stock.read");
  const itemId = line?.item?.id ?? "";
  const card = useCall(
    "stock.card",
    { query: { itemId, limit: 1 } },
    { enabled: allowed && short !== null && itemId !== "", staleTime: 30_000 },
  );
  return useMemo(() => {
    if (!line || short === null || !card.data || card.data.item.id !== itemId) return null;
    const factor = factorOf(line);
    const others = card.data.byWarehouse
      .filter((one) => one.warehouseId !== props.form.warehouseId && props.warehouseIds.has(one.warehouseId))
      .map((one) => ({ ...one, units: (parseQuantity(one.available) / factor) * 1_000_000n }))
      .filter((one) => one.units >= parseQuantity(short));
    const best = others[0];
    if (!best) return null;
    return { id: best.warehouseId, name: best.warehouse, quantity: short, available: bareQuantity(best.units) };
  }, [line, short, card.data, itemId, props.form.warehouseId, props.warehouseIds]);
}

/** One line under the grid: what is wrong with the current line and how to mend it, or its other facts. */
export function LineStrip(props: LineStripProps) {
  const words = useTexts(documentTexts);
  const { form, stocks, errors, notice } = props;
  const place = form.lines.findIndex((line) => line.key === props.lineKey);
  const here = form.lines[place];
  const shortHere = here ? (stocks.get(here.key)?.short ?? null) : null;
  const firstShort = form.lines.findIndex((line) => stocks.get(line.key)?.short != null);
  const own = errors.find((error) => error.lineKey === here?.key && error.field !== "lines");
  const shown = shortHere === null && !own && errors.length === 0 && firstShort !== -1 ? firstShort : place;
  const line = form.lines[shown];
  const stock = line ? stocks.get(line.key) : undefined;
  const short = stock?.short ?? null;
  const other = useOtherWarehouse(line, short, props);

  const summary =
    errors.length > 0 ? (
      <>
        <strong>{words.stillTo(props.verb, errors.length)}</strong>
        <span className="strip-text">
          {own?.lineKey ? `${words.line(place + 1)}　` : ""}
          {(own ?? errors[0])?.message} <StandsAgainst error={own ?? errors[0]} line={here} />
        </span>
        {own?.left !== undefined && here ? (
          <Button size="small" onClick={() => props.onReduce(here.key, { quantity: own.left ?? "" })}>
            {words.changeTo(own.left, here.unit)}
          </Button>
        ) : null}
      </>
    ) : null;
  const nextError =
    errors.length > 1 ? (
      <Button size="small" type="text" className="strip-next" onClick={props.onNextError}>
        {words.nextError} <KeyHint keys="Alt+↓" />
      </Button>
    ) : null;

  if (notice)
    return (
      <Strip tone="err">
        <span className="strip-text">
          <NoticeText notice={notice} />
        </span>
        <Button size="small" onClick={props.onNoticed}>
          {words.noticed}
        </Button>
      </Strip>
    );
  if (line?.item && stock && short !== null)
    return (
      <Strip tone="err">
        {summary && !own ? summary : <strong>{words.line(shown + 1)}</strong>}
        <span className="strip-text">
          {words.short(
            `${line.item.name} ${line.item.spec}`.trim(),
            props.warehouse,
            stock.available,
            short,
            line.unit,
          )}
        </span>
        {/[1-9]/.test(stock.available) ? (
          <Button size="small" onClick={() => props.onReduce(line.key, { quantity: stock.available })}>
            {words.changeTo(stock.available, line.unit)}
          </Button>
        ) : null}
        {other ? (
          <Button size="small" onClick={() => props.onSplit(line.key, other)}>
            {words.fromOther(other.quantity, line.unit, other.name, formatQuantity(other.available))}
          </Button>
        ) : null}
        {nextError}
      </Strip>
    );
  if (summary)
    return (
      <Strip tone="err">
        {summary}
        {nextError}
      </Strip>
    );
  return (
    <Strip tone="quiet">
      {here && isTracked(here) && !props.hidesStock && !props.searching && saysLots(props.kind) ? (
        <LotChoices kind={props.kind} form={form} line={here} onLot={(lot) => props.onLot(here.key, lot)} />
      ) : null}
      <span className="strip-text">
        {props.searching ? (
          words.looking
        ) : (
          <Facts
            kind={props.kind}
            line={here}
            warehouseId={form.warehouseId}
            hidesStock={props.hidesStock}
            reserved={stocks.get(here?.key ?? "")?.reserved ?? null}
          />
        )}
      </span>
    </Strip>
  );
}

function Strip(props: { readonly tone: "err" | "quiet"; readonly children: ReactNode }) {
  return (
    <div className={`line-strip line-strip-${props.tone}`} role="status">
      {props.tone === "err" ? <CloseCircleFilled /> : null}
      {props.children}
    </div>
  );
}

function NoticeText(props: { readonly notice: GridNotice }) {
  const words = useTexts(documentTexts);
  const kinds = useTexts(kindTexts);
  const { notice } = props;
  if (notice.kind === "not-found") return words.notFound(notice.codes.join("、"));
  return notice.kind === "not-on-sources" ? kinds.notOnSources(notice.code) : words.quantityTooLarge(notice.text);
}

/** The document that a refusal names, one click away: the line's source, or the count that is in the way. */
function StandsAgainst(props: { readonly error: FormError | undefined; readonly line: FormLine | undefined }) {
  const words = useTexts(kindTexts);
  const { error, line } = props;
  if (!error?.document) return null;
  const { number, id } = error.document;
  const source = line?.source?.number === number ? line.source : null;
  const type = error.code === "count.later" ? "stock-count" : (source?.type ?? "");
  return (
    <DocumentLink type={type} id={id ?? source?.documentId ?? null}>
      {type === "" ? "" : words.openDocument(number)}
    </DocumentLink>
  );
}

function Facts(props: {
  readonly kind: DocumentKind;
  readonly line: FormLine | undefined;
  /** Of the document; a line may say another. */
  readonly warehouseId: string | null;
  readonly hidesStock: boolean;
  /** What orders keep of the goods that the line takes. */
  readonly reserved: string | null;
}) {
  const words = useTexts(documentTexts);
  const kinds = useTexts(kindTexts);
  const orders = useTexts(orderTexts);
  const language = useLanguage();
  const { kind, line } = props;
  const item = line?.item;
  if (!item || !line)
    return <>{kind.sources?.required ? kinds.sourceHint(kind.sources.word[language]) : words.idleHint}</>;
  const unit = item.units.find((one) => one.name === line.unit && one.name !== item.baseUnit);
  const last = kind.shape === "priced" ? item.lastPrices.find((one) => one.unit === line.unit) : undefined;
  const showsStock = !props.hidesStock && item.onHand !== stockUnknown;
  const lies = binsIn(item, line.warehouseId ?? props.warehouseId);
  const facts = [
    `${item.name} ${item.spec}`.trim(),
    showsStock ? words.onHandFact(`${formatQuantityOrZero(item.onHand)} ${item.baseUnit}`) : "",
    showsStock && item.available !== "" && item.available !== item.onHand
      ? orders.available(`${formatQuantityOrZero(item.available)} ${item.baseUnit}`)
      : "",
    lies.length === 0 ? "" : words.binFact(lies.join("、")),
    props.reserved === null ? "" : orders.reservedNote(formatQuantity(props.reserved), item.baseUnit),
    unit ? words.unitFact(unit.name, bareQuantity(parseQuantity(unit.factor)), item.baseUnit) : "",
    unitsOf(item).length > 1 ? unitsOf(item).join(" / ") : "",
    kind.sells && item.minimumSalePrice ? words.lowestFact(formatPrice(item.minimumSalePrice)) : "",
    last ? words.lastFact(last.businessDate, last.number) : "",
  ];
  return (
    <>
      {facts.filter(Boolean).join(" · ")}
      {kind.shape === "amount" || kind.shape === "cost" ? <CostFacts kind={kind} itemId={item.id} /> : null}
    </>
  );
}

/** What the goods cost now, beside the place where their cost is said. */
function CostFacts(props: { readonly kind: DocumentKind; readonly itemId: string }) {
  const words = useTexts(kindTexts);
  const mayCost = usePermission("cost.read");
  const mayStock = usePermission("stock.read");
  const card = useCall(
    "stock.card",
    { query: { itemId: props.itemId, limit: 1 } },
    { enabled: mayCost && mayStock, staleTime: 30_000 },
  );
  if (!mayCost) return null;
  const { data } = card;
  const isFound = data?.item.id === props.itemId && data.value !== undefined;
  return (
    <>
      {isFound
        ? ` · ${words.onHandValue(formatQuantity(data.onHand), data.item.unit, formatUnitCost(data.unitCost) || "–", formatMoney(data.value))}`
        : ""}
      {props.kind.shape === "cost" ? ` · ${words.averageCost}` : ""}
    </>
  );
}
