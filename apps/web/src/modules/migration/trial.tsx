import { CheckCircleFilled, ExclamationCircleFilled } from "@ant-design/icons";
import type { ImportChoice, ImportPreview, Problem } from "@zhangshi/contract";
import { Button, Radio } from "antd";
import { useTexts } from "../../app/language.ts";
import { formatQuantity } from "../../ui/money.ts";
import { LoadingBars, RefusalBand } from "../../ui/page-states.tsx";
import { migrationTexts } from "./migration.texts.ts";

/** The trial is the import itself without the writing: what it counts is what will happen. */
export function Trial(props: {
  readonly preview: ImportPreview | undefined;
  readonly isRunning: boolean;
  readonly choice: ImportChoice;
  readonly onChoice: (choice: ImportChoice) => void;
  readonly refusal: Problem | undefined;
  readonly isSending: boolean;
  readonly onCommit: () => void;
}) {
  const t = useTexts(migrationTexts);
  const { preview, choice } = props;
  const count = (value: number) => value.toLocaleString("en-US");
  return (
    <section
      className={props.isRunning ? "import-card trial stale" : "import-card trial"}
      aria-label={t.trial}
      aria-busy={props.isRunning}
    >
      <header>
        <h2>{t.trial}</h2>
        <span role="status">{props.isRunning && t.trialRunning}</span>
      </header>
      {preview === undefined ? (
        <LoadingBars rows={4} />
      ) : (
        <>
          <dl className="trial-counts">
            <div className="first">
              <dt>{t.records}</dt>
              <dd>{count(preview.records)}</dd>
            </div>
            <div>
              <dt>{t.newRecords}</dt>
              <dd>{count(preview.newRecords)}</dd>
            </div>
            <div>
              <dt>{t.existing}</dt>
              <dd>{count(preview.existingRecords)}</dd>
            </div>
            <div className={preview.refusedRows > 0 ? "bad" : undefined}>
              <dt>{t.refused}</dt>
              <dd>{count(preview.refusedRows)}</dd>
            </div>
          </dl>
          {preview.announcements.map((text) => (
            <p key={text} className="trial-line">
              {text}
            </p>
          ))}
          <Totals totals={preview.totals} />
        </>
      )}
      <div className="trial-options">
        <fieldset>
          <legend>{t.existingLabel}</legend>
          <Radio.Group
            vertical
            value={choice.existing}
            onChange={(event) =>
              props.onChoice({ ...choice, existing: event.target.value as ImportChoice["existing"] })
            }
            options={[
              { value: "skip", label: t.existingSkip },
              { value: "update", label: t.existingUpdate },
            ]}
          />
        </fieldset>
        <fieldset>
          <legend>{t.badLabel}</legend>
          <Radio.Group
            vertical
            value={choice.badRows}
            onChange={(event) => props.onChoice({ ...choice, badRows: event.target.value as ImportChoice["badRows"] })}
            options={[
              { value: "refuse", label: t.badRefuse },
              { value: "skip", label: t.badSkip },
            ]}
          />
        </fieldset>
      </div>
      {props.refusal && <RefusalBand>{props.refusal.detail}</RefusalBand>}
      <footer>
        {preview !== undefined && <Readiness preview={preview} />}
        <Button
          type="primary"
          size="large"
          block
          disabled={!preview?.ready || props.isRunning}
          loading={props.isSending}
          onClick={props.onCommit}
        >
          {t.commit(count(preview?.records ?? 0))}
        </Button>
      </footer>
    </section>
  );
}

/** More than this are folded away: the shop compares two or three of them. */
const totalsInSight = 5;

function Totals({ totals }: { readonly totals: ImportPreview["totals"] }) {
  const t = useTexts(migrationTexts);
  const rows = Object.entries(totals);
  const list = (part: typeof rows) => (
    <dl className="trial-totals">
      {part.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{/[1-9]/.test(value) ? formatQuantity(value) : value}</dd>
        </div>
      ))}
    </dl>
  );
  return (
    <section aria-label={t.totals}>
      {list(rows.slice(0, totalsInSight))}
      {rows.length > totalsInSight && (
        <details className="trial-more">
          <summary>{t.moreTotals(String(rows.length - totalsInSight))}</summary>
          {list(rows.slice(totalsInSight))}
        </details>
      )}
    </section>
  );
}

function Readiness({ preview }: { readonly preview: ImportPreview }) {
  const t = useTexts(migrationTexts);
  if (preview.ready)
    return preview.problemCount === 0 ? (
      <p className="trial-ready">
        <CheckCircleFilled /> {t.noProblems}
      </p>
    ) : null;
  return (
    <p className="trial-blocked">
      <ExclamationCircleFilled />{" "}
      {preview.records === 0 && preview.refusedRows === 0
        ? t.commitNothing
        : t.commitBlocked(preview.refusedRows.toLocaleString("en-US"))}
    </p>
  );
}
