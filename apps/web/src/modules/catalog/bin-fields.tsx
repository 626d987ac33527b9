import { PlusOutlined } from "@ant-design/icons";
import type { WarehouseView } from "@zhangshi/contract";
import { Button, Input } from "antd";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTexts } from "../../app/language.ts";
import { Field } from "../../ui/field/field.tsx";
import type { FormErrors } from "../../ui/field/form-errors.ts";
import { binErrorAt, binsAt, type BinsRow, withBinsAt } from "./bins.form.ts";
import { catalogTexts } from "./catalog.texts.ts";

/** 货位: one field per warehouse. Who does not use them sees one button; Enter goes on to the next warehouse. */
export function BinFields(props: {
  readonly warehouses: readonly WarehouseView[];
  readonly bins: readonly BinsRow[];
  readonly errors: FormErrors;
  readonly onBins: (bins: readonly BinsRow[]) => void;
}) {
  const t = useTexts(catalogTexts);
  const { warehouses, bins, errors } = props;
  const [opened, setOpened] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const isUsed = opened || bins.some((row) => row.text !== "") || warehouses.some((warehouse) => warehouse.hasBins);
  const shown = warehouses.filter((warehouse) => !warehouse.disabled || binsAt(bins, warehouse.id) !== "");
  const inputs = () => [...(place.current?.querySelectorAll("input") ?? [])];
  const open = () => {
    setOpened(true);
    requestAnimationFrame(() => inputs()[0]?.focus());
  };
  const goOn = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    inputs()[inputs().indexOf(event.currentTarget) + 1]?.focus();
  };

  if (!isUsed)
    return (
      <div className="bin-start">
        <Button type="dashed" icon={<PlusOutlined />} onClick={open}>
          {t.addBins}
        </Button>
        <p className="part-hint">{t.noBinsHint}</p>
      </div>
    );
  return (
    <div className="bin-fields" ref={place}>
      <div className="record-grid">
        {shown.map((warehouse) => (
          <Field key={warehouse.id} label={warehouse.name} error={binErrorAt(errors, bins, warehouse.id)}>
            {(bind) => (
              <Input
                {...bind}
                aria-label={t.binsOf(warehouse.name)}
                value={binsAt(bins, warehouse.id)}
                onChange={(event) => props.onBins(withBinsAt(bins, warehouse.id, event.target.value))}
                onKeyDown={goOn}
              />
            )}
          </Field>
        ))}
      </div>
      <p className="part-hint">{t.binsHint}</p>
    </div>
  );
}
