import type { ImportChoice, ImportView } from "@zhangshi/contract";
import { Select } from "antd";
import { useTexts } from "../../app/language.ts";
import { surelyRecognised, withColumn } from "./import-choice.ts";
import { migrationTexts } from "./migration.texts.ts";

export function MappingTable(props: {
  readonly view: ImportView;
  readonly sheet: ImportView["sheets"][number];
  readonly choice: ImportChoice;
  readonly questions: readonly { readonly id: string }[];
  readonly onChoice: (choice: ImportChoice) => void;
}) {
  const t = useTexts(migrationTexts);
  const { view, sheet, choice } = props;
  const fields = view.fields[choice.target] ?? [];
  return (
    <section className="import-card" aria-label={t.mapping}>
      <header>
        <h2>{t.mapping}</h2>
        <span>{t.mappingNote}</span>
      </header>
      <div className="import-scroll">
        <table className="import-table mapping">
          <thead>
            <tr>
              <th>{t.column}</th>
              <th>{t.heading}</th>
              <th>{t.sample}</th>
              <th>{t.becomes}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {sheet.columns.map((column) => {
              const field = choice.mapping[String(column.index)] ?? null;
              const isOwn = field !== null && field === column.field;
              return (
                <tr key={column.index} className={field === null ? "out" : undefined}>
                  <td className="quiet">{column.letter}</td>
                  <td>{column.heading}</td>
                  <td className="samples" title={column.samples.join("\n")}>
                    {column.samples.filter(Boolean).slice(0, 3).join(" · ")}
                  </td>
                  <td className="field">
                    <Select
                      aria-label={`${column.letter} ${column.heading} ${t.becomes}`}
                      value={field ?? ""}
                      onChange={(value) =>
                        props.onChoice(withColumn(choice, column, value === "" ? null : value, props.questions))
                      }
                      options={[
                        { value: "", label: t.leaveOut },
                        ...fields.map((one) => ({
                          value: one.field,
                          label: one.required ? `${one.label} *` : one.label,
                        })),
                      ]}
                      showSearch={{ optionFilterProp: "label" }}
                      popupMatchSelectWidth={false}
                    />
                  </td>
                  <td className="sure">
                    {isOwn &&
                      (column.confidence >= surelyRecognised ? (
                        <span className="good">✓ {t.sure}</span>
                      ) : (
                        <span className="doubt">{t.check}</span>
                      ))}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
