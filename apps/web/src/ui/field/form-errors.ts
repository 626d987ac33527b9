import type { Problem } from "@zhangshi/contract";
import type { z } from "zod";

/** What is wrong, by the path of the field: `units.1.factor`. The empty path is the form as a whole. */
export type FormErrors = Readonly<Record<string, string>>;

/** The same rule as the server's, run before anything is sent; the first complaint about a field stands. */
export function errorsOf(schema: z.ZodType, value: unknown): FormErrors {
  const result = schema.safeParse(value);
  if (result.success) return {};
  return firstOf(result.error.issues.map((issue) => [issue.path.map(String).join("."), issue.message]));
}

/** A refusal of the server, laid to the fields it names; what names no field is said for the whole form. */
export function errorsOfProblem(problem: Problem): FormErrors {
  const named = (problem.errors ?? []).map((error) => [error.path.replace(/^body\./, ""), error.message] as const);
  return named.length === 0 ? { "": problem.detail } : firstOf(named);
}

function firstOf(entries: readonly (readonly [string, string])[]): FormErrors {
  return Object.fromEntries([...entries].reverse());
}

/** Errors that belong to no field of this form, so that none is lost. */
export function unplaced(errors: FormErrors, fields: readonly string[]): readonly string[] {
  return Object.entries(errors).flatMap(([path, message]) =>
    fields.some((field) => path === field || path.startsWith(`${field}.`)) ? [] : [message],
  );
}

/** Focus goes to the first field that is refused, after the messages are on the page. */
export function focusFirstError(form: HTMLElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
}
