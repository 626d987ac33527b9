import type { Field } from "./fields.ts";
import type { QuestionKind, RecognisedColumn, Recognition } from "./recognition.ts";
import type { Announcement, ImportRecord } from "./records.ts";
import type { RowReader } from "./row-reader.ts";

/** What a target makes of a row that is neither totals nor nothing. */
export interface TargetInterpreter {
  /** `joined` when the row added to a record before it, which then may be among `records` or not yet. */
  take(reader: RowReader): { readonly records: readonly ImportRecord[]; readonly joined?: true };
  /** Records that waited for further rows. */
  finish(): readonly ImportRecord[];
  readonly announcements: () => readonly Announcement[];
}

export interface InterpretContext {
  readonly recognition: Recognition;
  readonly columns: readonly RecognisedColumn[];
  readonly answer: (kind: QuestionKind) => string | undefined;
  readonly has: (field: Field) => boolean;
}
