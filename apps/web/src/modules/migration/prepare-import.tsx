import type { ImportChoice, ImportTarget } from "@zhangshi/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button, Segmented, Select } from "antd";
import { api, refusalOf, useSend } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { useDelayedValue } from "./use-delayed-value.ts";
import { RefusalBand } from "../../ui/page-states.tsx";
import { firstChoice, importTargets, withAnswerTo, withTarget } from "./import-choice.ts";
import type { ImportDraft } from "./import-draft.ts";
import { MappingTable } from "./mapping-table.tsx";
import { migrationTexts } from "./migration.texts.ts";
import { Problems, SampleRows } from "./preview-tables.tsx";
import { Questions } from "./questions.tsx";
import { Trial } from "./trial.tsx";

export function PrepareImport(props: {
  readonly draft: ImportDraft;
  readonly onDraft: (draft: ImportDraft | undefined) => void;
  readonly onStarted: (jobId: string) => void;
}) {
  const t = useTexts(migrationTexts);
  const { view, choice } = props.draft;
  const sheet = view.sheets.find((candidate) => candidate.name === choice.sheetName);
  const set = (next: ImportChoice) => props.onDraft({ view, choice: next });
  const asked = useDelayedValue(choice, 350);
  const preview = useQuery({
    queryKey: ["imports.preview", view.id, asked],
    queryFn: () => api.call("imports.preview", { params: { id: view.id }, body: asked }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  const commit = useSend("imports.commit");
  const shown = preview.error ? undefined : preview.data;
  // The questions of the trial know the chosen columns; before it there are those of the first look.
  const questions = shown?.questions ?? sheet?.questions ?? [];

  return (
    <>
      <header className="import-title">
        <h1>{t.title}</h1>
        <b>{view.fileName}</b>
        {view.encoding && <span>{t.encoding(view.encoding)}</span>}
        <span className="list-gap" />
        <Button onClick={() => props.onDraft(undefined)}>{t.otherFile}</Button>
      </header>
      <div className="import-picks">
        {view.sheets.length > 1 && (
          <Select
            aria-label={t.sheet}
            prefix={<span className="list-select-label">{t.sheet}</span>}
            value={choice.sheetName}
            popupMatchSelectWidth={false}
            onChange={(name) => {
              const chosen = view.sheets.find((candidate) => candidate.name === name);
              if (chosen !== undefined) set(firstChoice(view, chosen, choice.target));
            }}
            options={view.sheets.map((one) => ({
              value: one.name,
              label: `${t.sheetRows(one.name, one.rows.toLocaleString("en-US"))}${one.hidden ? ` · ${t.hidden}` : ""}`,
            }))}
          />
        )}
        <span className="list-select-label">{t.target}</span>
        <Segmented<ImportTarget>
          aria-label={t.target}
          value={choice.target}
          onChange={(target) => sheet !== undefined && set(withTarget(choice, view, sheet, target))}
          options={importTargets.map((target) => ({ value: target, label: t.targets[target] }))}
        />
      </div>
      {sheet?.notes.map((note) => (
        <p key={note} className="import-note">
          {note}
        </p>
      ))}
      {preview.error && (
        <RefusalBand
          action={
            <Button size="small" onClick={() => props.onDraft(undefined)}>
              {t.otherFile}
            </Button>
          }
        >
          {refusalOf(preview.error).detail}
        </RefusalBand>
      )}
      <div className="import-body">
        <div className="import-left">
          {questions.length > 0 && (
            <Questions
              questions={questions}
              answers={choice.answers}
              onAnswer={(id, answer) => set(withAnswerTo(choice, id, answer, sheet?.columns))}
            />
          )}
          {sheet !== undefined && (
            <MappingTable view={view} sheet={sheet} choice={choice} questions={questions} onChoice={set} />
          )}
        </div>
        <Trial
          preview={shown}
          isRunning={preview.isFetching || asked !== choice}
          choice={choice}
          onChoice={set}
          refusal={commit.error ? refusalOf(commit.error) : undefined}
          isSending={commit.isPending}
          onCommit={() => {
            if (!commit.isPending)
              commit.mutate({ params: { id: view.id }, body: choice }, { onSuccess: (job) => props.onStarted(job.id) });
          }}
        />
      </div>
      {shown !== undefined && (
        <>
          <Problems preview={shown} importId={view.id} choice={choice} />
          <SampleRows preview={shown} fields={view.fields[choice.target]} />
        </>
      )}
    </>
  );
}
