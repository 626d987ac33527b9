/** One cell per run, newest at the right: agreed or not. The colour has a height beside it, so that it is never the only sign. */
export type Run = { readonly at: string; readonly passed: boolean; readonly label: string };

export function RunStrip({ runs, label }: { readonly runs: readonly Run[]; readonly label: string }) {
  return (
    <ol className="chart-runs" aria-label={label}>
      {runs.map((run) => (
        <li key={run.at} className={run.passed ? "passed" : "failed"} title={run.label}>
          <span>{run.label}</span>
        </li>
      ))}
    </ol>
  );
}
