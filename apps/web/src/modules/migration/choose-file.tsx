import { DownloadOutlined, FileExcelOutlined } from "@ant-design/icons";
import type { ImportView, JobView } from "@zhangshi/contract";
import { useRef, useState } from "react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { api, refusalOf } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { GoLink } from "../../app/link.tsx";
import { dayAndClock } from "../../ui/list/day.ts";
import { RefusalBand } from "../../ui/page-states.tsx";
import { StatusTag, type TagTone } from "../../ui/status-tag.tsx";
import { importTargets } from "./import-choice.ts";
import { migrationTexts } from "./migration.texts.ts";
import { uploadFile } from "./send-file.ts";

const accepted = ".xlsx,.xls,.csv,.txt";

export function ChooseFile({ onUploaded }: { readonly onUploaded: (view: ImportView) => void }) {
  const t = useTexts(migrationTexts);
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const upload = useMutation({ mutationFn: uploadFile, onSuccess: onUploaded });
  const take = (file: File | undefined) => {
    if (file !== undefined && !upload.isPending) upload.mutate(file);
  };
  return (
    <>
      <header className="import-title">
        <h1>{t.title}</h1>
        <span>{t.note}</span>
      </header>
      {upload.error && (
        <RefusalBand>
          {upload.variables?.name}：{refusalOf(upload.error).detail}
        </RefusalBand>
      )}
      <label
        className={isOver ? "import-drop over" : "import-drop"}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files[0]);
        }}
      >
        <FileExcelOutlined />
        <b>{upload.isPending ? t.reading(upload.variables.name) : t.drop}</b>
        <span>{t.dropHint}</span>
        <input
          ref={input}
          type="file"
          accept={accepted}
          disabled={upload.isPending}
          onChange={(event) => {
            take(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      </label>
      <p className="import-samples">
        <span>{t.samples}</span>
        {importTargets.map((target) => (
          <a key={target} href={api.url("imports.template", { params: { target } })} download>
            <DownloadOutlined /> {t.sampleFiles[target]}
          </a>
        ))}
      </p>
      <Recent />
    </>
  );
}

const tones: Readonly<Record<JobView["state"], TagTone>> = {
  queued: "off",
  running: "ac",
  done: "ok",
  failed: "err",
  cancelled: "off",
};

function Recent() {
  const t = useTexts(migrationTexts);
  const jobs = useQuery({
    queryKey: ["jobs.list", {}],
    queryFn: () => api.call("jobs.list"),
    staleTime: 0,
    refetchInterval: (query) =>
      query.state.data?.rows.some((job) => job.state === "running" || job.state === "queued") ? 1500 : false,
  });
  const rows = (jobs.data?.rows ?? []).filter((job) => job.kind === "import");
  return (
    <section className="import-card" aria-label={t.recent}>
      <header>
        <h2>{t.recent}</h2>
      </header>
      {rows.length === 0 ? (
        <p className="import-none">{t.noRecent}</p>
      ) : (
        <table className="import-table">
          <thead>
            <tr>
              <th>{t.when}</th>
              <th>{t.file}</th>
              <th>{t.state}</th>
              <th>{t.result}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((job) => (
              <tr key={job.id}>
                <td className="quiet">{dayAndClock(job.createdAt)}</td>
                <td>
                  <GoLink href={`/import?job=${job.id}`}>
                    {typeof job.result?.["fileName"] === "string" ? job.result["fileName"] : t.jobTitle}
                  </GoLink>
                </td>
                <td>
                  <StatusTag tone={tones[job.state]}>{t.jobStates[job.state]}</StatusTag>
                </td>
                <td className="wrap">
                  {job.error ??
                    (job.result === null
                      ? job.step
                      : t.doneSentence(String(job.result["created"] ?? 0), String(job.result["updated"] ?? 0)))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
