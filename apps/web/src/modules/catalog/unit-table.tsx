import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useTexts } from "../../app/language.ts";
import type { FormErrors } from "../../ui/field/form-errors.ts";
import { catalogTexts } from "./catalog.texts.ts";
import { emptyUnit, type UnitRow } from "./item-form.ts";

const mostUnits = 10;

/** The base unit first; every further unit says how many of the base it is. */
export function UnitTable(props: {
  readonly units: readonly UnitRow[];
  readonly errors: FormErrors;
  readonly seesCost: boolean;
  readonly onUnits: (units: readonly UnitRow[]) => void;
}) {
  const t = useTexts(catalogTexts);
  const { units, errors } = props;
  const base = units[0]?.name ?? "";
  const set = (key: string, change: Partial<UnitRow>) =>
    props.onUnits(units.map((unit) => (unit.key === key ? { ...unit, ...change } : unit)));
  const add = () =>
    props.onUnits([...units, emptyUnit(String(Math.max(...units.map((unit) => Number(unit.key))) + 1))]);

  return (
    <div className="unit-table">
      <table>
        <thead>
          <tr>
            <th>{t.unit}</th>
            <th>{t.factor}</th>
            <th>
              {t.barcode} <small>{t.barcodesHint}</small>
            </th>
            <th className="right">{t.salePrice}</th>
            {props.seesCost && <th className="right">{t.purchasePrice}</th>}
            <td />
          </tr>
        </thead>
        <tbody>
          {units.map((unit, index) => {
            const error = (field: string) => errors[`units.${index}.${field}`];
            const nameError = error("name") ?? (index === 0 ? errors["baseUnit"] : undefined);
            const barcodeError =
              error("barcodes") ??
              Object.entries(errors).find(([path]) => path.startsWith(`units.${index}.barcodes`))?.[1];
            return (
              <tr key={unit.key}>
                <td className="name">
                  <Cell
                    label={index === 0 ? t.baseUnit : t.unit}
                    error={nameError}
                    value={unit.name}
                    onValue={(name) => set(unit.key, { name })}
                  />
                </td>
                <td className="factor">
                  {index === 0 ? (
                    <span className="unit-base">
                      {t.baseUnit} <small>{t.baseUnitHint}</small>
                    </span>
                  ) : (
                    <span className="unit-factor">
                      {t.factorOf(unit.name)}{" "}
                      <Cell
                        label={t.factor}
                        error={error("factor")}
                        value={unit.factor}
                        onValue={(factor) => set(unit.key, { factor })}
                        decimal
                      />{" "}
                      {t.inBase(base)}
                    </span>
                  )}
                </td>
                <td>
                  <Cell
                    label={t.barcode}
                    error={barcodeError}
                    value={unit.barcodes}
                    onValue={(barcodes) => set(unit.key, { barcodes })}
                  />
                </td>
                <td className="price">
                  <Cell
                    label={t.salePrice}
                    error={error("salePrice")}
                    value={unit.salePrice}
                    onValue={(salePrice) => set(unit.key, { salePrice })}
                    decimal
                  />
                </td>
                {props.seesCost && (
                  <td className="price">
                    <Cell
                      label={t.purchasePrice}
                      error={error("purchasePrice")}
                      value={unit.purchasePrice}
                      onValue={(purchasePrice) => set(unit.key, { purchasePrice })}
                      decimal
                    />
                  </td>
                )}
                <td className="remove">
                  {index > 0 && (
                    <Button
                      type="text"
                      icon={<CloseOutlined />}
                      aria-label={t.removeUnit(unit.name)}
                      onClick={() => props.onUnits(units.filter((other) => other.key !== unit.key))}
                    />
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {units.length < mostUnits && (
        <Button type="dashed" icon={<PlusOutlined />} onClick={add}>
          {t.addUnit}
        </Button>
      )}
    </div>
  );
}

function Cell(props: {
  readonly label: string;
  readonly error: string | undefined;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly decimal?: boolean;
}) {
  return (
    <span className="unit-cell">
      <Input
        aria-label={props.label}
        aria-invalid={props.error !== undefined}
        status={props.error ? "error" : ""}
        value={props.value}
        {...(props.decimal ? { inputMode: "decimal" as const, className: "num" } : {})}
        onChange={(event) => props.onValue(event.target.value)}
        onKeyDown={(event) => {
          // A scanner ends with Enter; in the barcode field that must not save the form.
          if (event.key === "Enter") event.preventDefault();
        }}
      />
      {props.error && <span className="field-error">{props.error}</span>}
    </span>
  );
}
