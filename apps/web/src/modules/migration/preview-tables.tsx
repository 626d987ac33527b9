import { DownloadOutlined } from "@ant-design/icons";
import type { ImportChoice, ImportPreview, ImportView } from "@zhangshi/contract";
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { refusalOf } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { RefusalBand } from "../../ui/page-states.tsx";
import { StatusTag } from "../../ui/status-tag.tsx";
import { sampleColumns } from "./import-choice.ts";
import { migrationTexts } from "./migration.texts.ts";
import { downloadProblems } from "./send-file.ts";

export function Problems({
  preview,
  importId,
  choice,
}: {
  readonly preview: ImportPreview;
  readonly importId: string;
  readonly choice: ImportChoice;
}) {
  const t = useTexts(migrationTexts);
  const download = useMutation({ mutationFn: () => downloadProblems(importId, choice, `${t.problems}.xlsx`) });
  if (preview.problemCount === 0) return null;
  return (
    <section className="import-card" aria-label={t.problems}>
      <header>
        <h2>
          {t.problems} {preview.problemCount.toLocaleString("en-US")}
        </h2>
        {preview.problems.length < preview.problemCount && (
          <span>
            {t.problemsShown(
              preview.problems.length.toLocaleString("en-US"),
              preview.problemCount.toLocaleString("en-US"),
            )}
          </span>
        )}
        <span className="list-gap" />
        <Button size="small" icon={<DownloadOutlined />} loading={download.isPending} onClick={() => download.mutate()}>
          {t.download}
        </Button>
      </header>
      {download.error && <RefusalBand>{refusalOf(download.error).detail}</RefusalBand>}
      <div className="import-scroll tall">
        <table className="import-table">
          <thead>
            <tr>
              <th className="right">{t.row}</th>
              <th>{t.column}</th>
              <th>{t.value}</th>
              <th>{t.reason}</th>
              <th>{t.fix}</th>
              <th>{t.severity}</th>
            </tr>
          </thead>
          <tbody>
            {preview.problems.map((problem) => (
              <tr key={`${problem.row} ${problem.column} ${problem.code} ${problem.value}`}>
                <td className="right">{problem.row}</td>
                <td>
                  {problem.column} <span className="quiet">{problem.heading}</span>
                </td>
                <td className="value">{problem.value}</td>
                <td className="wrap">{problem.reason}</td>
                <td className="wrap quiet">{problem.suggestion}</td>
                <td>
                  <StatusTag tone={problem.severity === "error" ? "err" : "warn"}>{t[problem.severity]}</StatusTag>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

export function SampleRows({
  preview,
  fields,
}: {
  readonly preview: ImportPreview;
  readonly fields: ImportView["fields"][string] | undefined;
}) {
  const t = useTexts(migrationTexts);
  const columns = sampleColumns(preview.sample, fields);
  if (preview.sample.length === 0 || columns.length === 0) return null;
  return (
    <section className="import-card" aria-label={t.sampleRows}>
      <header>
        <h2>{t.sampleRows}</h2>
      </header>
      <div className="import-scroll">
        <table className="import-table">
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.key}>{column.label}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.sample.slice(0, 10).map((row) => (
              <tr key={JSON.stringify(row)}>
                {columns.map((column) => (
                  <td key={column.key} className="value">
                    {row[column.key] ?? ""}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
