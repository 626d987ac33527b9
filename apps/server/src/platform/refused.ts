import { type RefusalCode, refusals, refusalText } from "@zhangshi/contract";

export type FieldRefusal = {
  readonly path: string;
  readonly code: string;
  readonly message: string;
  readonly facts?: Readonly<Record<string, unknown>>;
};

/** The user can act: a code of the contract, the facts, and the fields concerned. Everything else thrown is a defect. */
export class RefusedError extends Error {
  readonly code: RefusalCode;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly fields: readonly FieldRefusal[];
  constructor(code: RefusalCode, facts: Readonly<Record<string, unknown>> = {}, fields: readonly FieldRefusal[] = []) {
    super(refusalText(code, facts));
    this.name = "RefusedError";
    this.code = code;
    this.facts = facts;
    this.fields = fields;
  }
}

export function refused(code: RefusalCode, facts: Readonly<Record<string, unknown>> = {}): RefusedError {
  return new RefusedError(code, facts);
}
/** One refusal that stands at one field. */
export function refusedAt(
  path: string,
  code: RefusalCode,
  facts: Readonly<Record<string, unknown>> = {},
): RefusedError {
  return refusedFields([fieldRefusal(path, code, facts)]);
}
export function fieldRefusal(
  path: string,
  code: RefusalCode,
  facts: Readonly<Record<string, unknown>> = {},
): FieldRefusal {
  return { path, code, message: refusalText(code, facts), facts };
}
/** Several fields at once; the first gives the code and the status. */
export function refusedFields(fields: readonly FieldRefusal[]): RefusedError {
  const first = fields[0];
  if (!first) throw new Error("a refusal needs a field");
  return new RefusedError(first.code as RefusalCode, first.facts ?? {}, fields);
}

export type ProblemDocument = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly FieldRefusal[];
};

/** RFC 9457. The type is a page of docs/errors. */
export function problemDocument(error: RefusedError, language: "zh" | "en"): ProblemDocument {
  return {
    type: `/docs/errors/${error.code}`,
    title: refusals[error.code].en(error.facts),
    status: refusals[error.code].status,
    code: error.code,
    detail: refusalText(error.code, error.facts, language),
    ...(Object.keys(error.facts).length > 0 ? { facts: error.facts } : {}),
    ...(error.fields.length > 0
      ? {
          errors: error.fields.map((field) =>
            field.code in refusals
              ? { ...field, message: refusalText(field.code as RefusalCode, field.facts ?? {}, language) }
              : field,
          ),
        }
      : {}),
  };
}
