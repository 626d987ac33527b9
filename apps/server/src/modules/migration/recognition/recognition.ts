import type { Field, Target } from "./fields.ts";

export interface RecognisedColumn {
  readonly index: number;
  readonly letter: string;
  readonly heading: string;
  readonly field: Field | null;
  /** 0 … 1 */
  readonly confidence: number;
  readonly samples: readonly string[];
  /** Of a column per warehouse, of quantities or of 货位: the warehouse. */
  readonly warehouse?: string;
}

export type QuestionKind =
  | "partnerKind"
  | "noHeadings"
  | "whichColumn"
  | "unnamedColumn"
  | "defaultUnit"
  | "numberCodes"
  | "missingNames"
  | "inheritNames"
  | "quotedNames"
  | "lostZeros"
  | "pricesAsText"
  | "unitsInSpec"
  | "sharedBarcodes"
  | "sharedCodes"
  | "repeats";

/** What a shop must decide. The suggestion applies until it is answered, so that a preview always shows something. */
export interface Question {
  readonly id: string;
  readonly kind: QuestionKind;
  readonly text: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** Another answer than the options may be typed, as with a unit. */
  readonly free: boolean;
  readonly suggested: string;
}

/** Answers by the id of the question. */
export type Answers = Readonly<Record<string, string>>;

/** What a quantity of a `stock` sheet means, and with it what the same goods twice mean. */
export type StockMeaning = "opening" | "receipt" | "count" | "lines";

export interface Recognition {
  readonly target: Target | null;
  readonly sheetIndex: number;
  readonly sheetName: string;
  /** Row numbers from 1; none when the first row is data already. */
  readonly headingRows: readonly number[];
  readonly dataFrom: number;
  /** Rows with values below the headings, totals rows included. */
  readonly dataRows: number;
  readonly columns: readonly RecognisedColumn[];
  readonly questions: readonly Question[];
  readonly notes: readonly string[];
  readonly stockMeaning?: StockMeaning;
}

/** The answer, or else what was suggested. */
export function answerTo(recognition: Recognition, answers: Answers, kind: QuestionKind): string | undefined {
  const question = recognition.questions.find((candidate) => candidate.kind === kind);
  if (!question) return undefined;
  return Object.hasOwn(answers, question.id) ? answers[question.id] : question.suggested;
}
