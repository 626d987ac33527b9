import type { ImportView } from "@zhangshi/contract";
import { useState } from "react";
import { useTexts } from "../../app/language.ts";
import { useGo, useQuestion } from "../../app/location.ts";
import { useSession } from "../../app/session.tsx";
import { useTab } from "../../app/tabs.tsx";
import { ChooseFile } from "./choose-file.tsx";
import { firstChoice, firstSheet, importTargets } from "./import-choice.ts";
import { keepDraft, keptDraft, type ImportDraft } from "./import-draft.ts";
import { JobResult } from "./job-result.tsx";
import { migrationTexts } from "./migration.texts.ts";
import { PrepareImport } from "./prepare-import.tsx";
import "../../ui/list/list.css";
import "./migration.css";

export function Page() {
  const t = useTexts(migrationTexts);
  const go = useGo();
  const userId = useSession().user.id;
  const { job, target } = useQuestion();
  const [draft, setDraft] = useState<ImportDraft | undefined>(() => keptDraft(userId));
  useTab({ title: t.title, dirty: draft !== undefined && job === undefined });

  function keep(next: ImportDraft | undefined) {
    setDraft(next);
    keepDraft(userId, next);
  }

  function uploaded(view: ImportView) {
    const sheet = firstSheet(view);
    const wanted = importTargets.find((candidate) => candidate === target);
    if (sheet !== undefined) keep({ view, choice: firstChoice(view, sheet, wanted) });
  }

  return (
    <div className="import">
      {job !== undefined ? (
        <JobResult
          key={job}
          id={job}
          onDone={() => draft?.jobId === job && keep(undefined)}
          onAgain={() => go("/import")}
          hasDraft={draft?.jobId === job}
        />
      ) : draft === undefined ? (
        <ChooseFile onUploaded={uploaded} />
      ) : (
        <PrepareImport
          draft={draft}
          onDraft={keep}
          onStarted={(id) => {
            keep({ ...draft, jobId: id });
            go(`/import?job=${id}`);
          }}
        />
      )}
    </div>
  );
}
