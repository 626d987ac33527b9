import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { type ItemCandidate, maximumParts } from "@zhangshi/contract";
import { Button, Input, Select } from "antd";
import { type KeyboardEvent, useRef, useState } from "react";
import { useCall } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import type { FormErrors } from "../../ui/field/form-errors.ts";
import { formatPrice } from "../../ui/money.ts";
import { catalogTexts } from "./catalog.texts.ts";
import { emptyPart, type PartRow, partFrom, sentParts } from "./item-form.ts";

/** 组合商品配件: which goods and how much of each are in one. Enter goes on to the next field and makes the next line. */
export function KitTable(props: {
  readonly itemId: string | undefined;
  readonly parts: readonly PartRow[];
  readonly errors: FormErrors;
  readonly disabled: boolean;
  readonly onParts: (parts: readonly PartRow[]) => void;
}) {
  const t = useTexts(catalogTexts);
  const { parts, errors } = props;
  const place = useRef<HTMLDivElement>(null);
  const sent = sentParts(parts);
  const set = (key: string, change: Partial<PartRow>) =>
    props.onParts(parts.map((part) => (part.key === key ? { ...part, ...change } : part)));
  const focusOn = (key: string, field: "item" | "quantity") =>
    requestAnimationFrame(() => {
      const input = place.current?.querySelector<HTMLInputElement>(`[data-part="${key}"] .part-${field} input`);
      input?.focus();
      input?.select();
    });
  const add = () => {
    const key = String(Math.max(-1, ...parts.map((part) => Number(part.key))) + 1);
    props.onParts([...parts, emptyPart(key)]);
    focusOn(key, "item");
  };
  const remove = (key: string) => {
    const at = parts.findIndex((part) => part.key === key);
    const rest = parts.filter((part) => part.key !== key);
    props.onParts(rest);
    const next = rest[Math.min(at, rest.length - 1)];
    if (next) focusOn(next.key, "item");
    else requestAnimationFrame(() => place.current?.querySelector<HTMLElement>(".part-add")?.focus());
  };
  const removing = (event: KeyboardEvent, part: PartRow) => {
    if (!event.ctrlKey || event.key !== "Delete") return;
    event.preventDefault();
    remove(part.key);
  };
  const keys = (event: KeyboardEvent, part: PartRow) => {
    removing(event, part);
    if (event.key !== "Enter") return;
    event.preventDefault();
    const next = parts[parts.indexOf(part) + 1];
    if (next) focusOn(next.key, "item");
    else if (parts.length < maximumParts) add();
  };

  return (
    <div className="unit-table" ref={place}>
      {parts.length > 0 && (
        <table className="part-table">
          <thead>
            <tr>
              <th>{t.part}</th>
              <th className="right">{t.partQuantity}</th>
              <th>{t.unit}</th>
              <th className="right">{t.partPrice}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {parts.map((part) => {
              const error = (field: string) => errors[`parts.${sent.indexOf(part)}.${field}`];
              return (
                <tr key={part.key} data-part={part.key}>
                  <td className="part-item">
                    <PartPicker
                      part={part}
                      kitId={props.itemId}
                      taken={parts.map((other) => other.itemId)}
                      error={error("itemId")}
                      disabled={props.disabled}
                      onKeyDown={(event) => removing(event, part)}
                      onItem={(item) => {
                        set(part.key, partFrom(item));
                        focusOn(part.key, "quantity");
                      }}
                    />
                  </td>
                  <td className="part-quantity">
                    <span className="unit-cell">
                      <Input
                        className="num"
                        inputMode="decimal"
                        aria-label={t.partQuantityOf(part.name)}
                        aria-invalid={error("quantity") !== undefined}
                        status={error("quantity") ? "error" : ""}
                        value={part.quantity}
                        onChange={(event) => set(part.key, { quantity: event.target.value })}
                        onKeyDown={(event) => keys(event, part)}
                      />
                      {error("quantity") && <span className="field-error">{error("quantity")}</span>}
                    </span>
                  </td>
                  <td className="part-unit">
                    {part.units.length > 1 ? (
                      <Select
                        aria-label={t.unit}
                        disabled={props.disabled}
                        status={error("unit") ? "error" : ""}
                        value={part.unit}
                        onChange={(unit) => set(part.key, { unit })}
                        options={part.units.map((unit) => ({ value: unit, label: unit }))}
                      />
                    ) : (
                      <span className="unit-base">{part.unit}</span>
                    )}
                  </td>
                  <td className="part-price">{part.itemId === "" ? "" : formatPrice(part.salePrice)}</td>
                  <td className="remove">
                    {!props.disabled && (
                      <Button
                        type="text"
                        icon={<CloseOutlined />}
                        aria-label={t.removePart(part.name)}
                        onClick={() => remove(part.key)}
                      />
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {errors["parts"] && <span className="field-error">{errors["parts"]}</span>}
      {parts.length < maximumParts && !props.disabled && (
        <Button className="part-add" type="dashed" icon={<PlusOutlined />} onClick={add}>
          {t.addPart}
        </Button>
      )}
      <p className="part-hint">{parts.length > 0 ? t.kitHint : t.noKitHint}</p>
    </div>
  );
}

/** By code, barcode, name or pinyin; a kit is no part, and goods stand once. */
function PartPicker(props: {
  readonly part: PartRow;
  readonly kitId: string | undefined;
  readonly taken: readonly string[];
  readonly error: string | undefined;
  readonly disabled: boolean;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onItem: (item: ItemCandidate) => void;
}) {
  const t = useTexts(catalogTexts);
  const { part, taken } = props;
  const [search, setSearch] = useState("");
  const found = useCall("items.lookup", { query: { q: search, limit: 30 } }, { enabled: search !== "", keep: true });
  const rows = (search === "" ? [] : (found.data?.rows ?? [])).filter(
    (row) => !row.isKit && row.id !== props.kitId && (row.id === part.itemId || !taken.includes(row.id)),
  );
  const options = rows.map((row) => ({
    value: row.id,
    label: [row.code, row.name, row.spec].filter(Boolean).join(" "),
  }));
  const own = part.itemId !== "" && !rows.some((row) => row.id === part.itemId);
  return (
    <span className="unit-cell">
      <Select
        aria-label={t.part}
        aria-invalid={props.error !== undefined}
        disabled={props.disabled}
        status={props.error ? "error" : ""}
        showSearch={{ filterOption: false, onSearch: setSearch }}
        placeholder={t.partPlaceholder}
        value={part.itemId === "" ? null : part.itemId}
        options={[...(own ? [{ value: part.itemId, label: part.name }] : []), ...options]}
        onKeyDown={props.onKeyDown}
        notFoundContent={search === "" || found.data === undefined || found.isFetching ? null : t.noPart}
        onChange={(id: string) => {
          const item = rows.find((row) => row.id === id);
          if (item) props.onItem(item);
        }}
      />
      {props.error && <span className="field-error">{props.error}</span>}
    </span>
  );
}
