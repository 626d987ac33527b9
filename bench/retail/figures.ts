import { median } from "../measure/statistics.ts";
import type { Proved } from "./prove-command.ts";
import type { Attempt, Replayed } from "./replay.ts";

/** What posting a month's documents took, in milliseconds of CPU and in seconds. */
export type MonthCost = { readonly month: string; server: number; postgres: number; seconds: number };
type Measured = {
  readonly grown: Replayed;
  readonly young: Replayed | undefined;
  readonly costs: readonly MonthCost[];
  readonly bytesBefore: ReadonlyMap<string, number>;
  readonly after: { readonly bytes: ReadonlyMap<string, number>; readonly lines: number; readonly deadlocks: number };
  readonly books: Proved;
  readonly replay: Proved;
  readonly serverMegabytes: number;
};
type MonthFigures = {
  readonly month: string;
  readonly documents: number;
  /** Of deliveries. */
  readonly p50: number;
  /** Milliseconds, of whatever was posted. */
  readonly cpuPerLine: number;
  readonly serverPerLine: number;
  readonly postgresPerLine: number;
};
export type RunFigures = {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** p50 of the last month: beside a company without a past that posts the same at the same time, and by the calendar. */
  readonly growth: number;
  readonly youngP50: number;
  readonly p50OfMonths: number;
  readonly cpuOfMonths: number;
  readonly months: readonly MonthFigures[];
  readonly posted: Readonly<Record<string, number>>;
  readonly refusals: Readonly<Record<string, number>>;
  readonly returnedLines: Replayed["returnedLines"];
  readonly seconds: number;
  readonly documentsPerSecond: number;
  readonly linesPerSecond: number;
  readonly bytesPerLine: number;
  readonly bytesOfTables: Readonly<Record<string, number>>;
  readonly proveSeconds: number;
  readonly replaySeconds: number;
  readonly megabytes: { readonly server: number; readonly prove: number; readonly replay: number };
};

export function figuresOf(name: string, title: string, measured: Measured): RunFigures {
  const { grown, young, costs, after, books, replay } = measured;
  const posted = grown.attempts.filter((one) => one.outcome === "posted");
  const months = costs.map((cost) => monthOf(posted, cost));
  const [first, last] = [months[0], months.at(-1)];
  if (!first || !last) throw new Error("nothing was posted");
  const seconds = sumOf(costs.map((cost) => cost.seconds));
  const youngP50 = p50Of(young?.attempts.filter((one) => one.outcome === "posted") ?? []);
  const bytesOfTables = Object.fromEntries(
    [...after.bytes]
      .map(([table, bytes]) => [table, bytes - (measured.bytesBefore.get(table) ?? 0)] as const)
      .filter(([, bytes]) => bytes > 0),
  );
  const figures = {
    name,
    title,
    growth: last.p50 / youngP50,
    youngP50,
    p50OfMonths: last.p50 / first.p50,
    cpuOfMonths: last.cpuPerLine / first.cpuPerLine,
    months,
    posted: countedBy(posted, (one) => one.kind),
    refusals: countedBy(
      grown.attempts.filter((one) => one.outcome !== "posted"),
      (one) => `${one.kind} ${one.outcome}`,
    ),
    returnedLines: grown.returnedLines,
    seconds,
    documentsPerSecond: posted.length / seconds,
    linesPerSecond: sumOf(posted.map((one) => one.lines)) / seconds,
    bytesPerLine: sumOf(Object.values(bytesOfTables)) / after.lines,
    bytesOfTables,
    proveSeconds: books.seconds,
    replaySeconds: replay.seconds,
    megabytes: { server: measured.serverMegabytes, prove: books.peakMegabytes, replay: replay.peakMegabytes },
  };
  return { ...figures, summary: summaryOf(figures) };
}

function summaryOf(one: Omit<RunFigures, "summary">): string {
  const [first, last] = [one.months[0], one.months.at(-1)];
  const refused = sumOf(Object.values(one.refusals));
  return `${one.name}: ${one.documentsPerSecond.toFixed(0)} docs/s, ${one.linesPerSecond.toFixed(0)} lines/s, ${one.bytesPerLine.toFixed(0)} bytes/line, p50 ${first?.p50.toFixed(1)} → ${last?.p50.toFixed(1)} ms (${one.p50OfMonths.toFixed(2)}), ${one.youngP50.toFixed(1)} ms without a past, CPU/line ${one.cpuOfMonths.toFixed(2)}, ${refused} refused, prove ${one.proveSeconds.toFixed(1)} s, replay ${one.replaySeconds.toFixed(1)} s`;
}

export function runLine(one: RunFigures): readonly string[] {
  const listed = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([what, count]) => `${count} × ${what}`)
      .join(", ") || "none";
  const largest = Object.entries(one.bytesOfTables)
    .sort(([, left], [, right]) => right - left)
    .slice(0, 8)
    .map(([table, bytes]) => `${table} ${(bytes / 1e6).toFixed(0)} MB`);
  return [
    `${one.title}: posted ${listed(one.posted)} in ${one.seconds.toFixed(0)} s; refused ${listed(one.refusals)}`,
    `  returned lines: ${one.returnedLines.withSource} with their delivery, ${one.returnedLines.withoutSource} without`,
    ...one.months.map(
      ({ month, documents, p50, serverPerLine, postgresPerLine }) =>
        `  ${month}: ${documents} documents, deliveries p50 ${p50.toFixed(1)} ms, CPU server ${(serverPerLine * 1000).toFixed(0)} + PostgreSQL ${(postgresPerLine * 1000).toFixed(0)} µs/line`,
    ),
    `  disk: ${largest.join(", ")}`,
    `  memory at most: server ${one.megabytes.server.toFixed(0)} MB, prove ${one.megabytes.prove.toFixed(0)} MB, replay ${one.megabytes.replay.toFixed(0)} MB`,
  ];
}

function monthOf(posted: readonly Attempt[], { month, server, postgres }: MonthCost): MonthFigures {
  const ones = posted.filter((one) => one.month === month);
  const lines = sumOf(ones.map((one) => one.lines));
  return {
    month,
    documents: ones.length,
    p50: p50Of(ones),
    cpuPerLine: (server + postgres) / lines,
    serverPerLine: server / lines,
    postgresPerLine: postgres / lines,
  };
}
function p50Of(posted: readonly Attempt[]): number {
  return median(posted.filter((one) => one.kind === "delivery").map((one) => one.milliseconds));
}
function countedBy<T>(values: readonly T[], keyOf: (value: T) => string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[keyOf(value)] = (counts[keyOf(value)] ?? 0) + 1;
  return counts;
}
function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
