/** The names are allowed where they are only names. */
export type Step = { readonly process: string; readonly fetch: boolean };
export const dayAfter = (day: string, next: Readonly<Record<string, string>>): string | undefined => next[day];
export const describe = (step: Step): string => step.process;
