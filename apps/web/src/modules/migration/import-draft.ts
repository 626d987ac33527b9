import type { ImportChoice, ImportView } from "@zhangshi/contract";

/** What was uploaded and chosen, kept while the tab is open, so that looking at another page loses nothing. */
export type ImportDraft = {
  readonly view: ImportView;
  readonly choice: ImportChoice;
  /** The import that was started with it; when that one is done, the draft is too. */
  readonly jobId?: string;
};

const place = (userId: string) => `zs.import.${userId}`;

export function keptDraft(userId: string): ImportDraft | undefined {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(place(userId)) ?? "null");
    const draft = stored as Partial<ImportDraft> | null;
    return typeof draft?.view === "object" && typeof draft.choice === "object" ? (draft as ImportDraft) : undefined;
  } catch {
    return undefined;
  }
}

export function keepDraft(userId: string, draft: ImportDraft | undefined): void {
  try {
    if (draft === undefined) sessionStorage.removeItem(place(userId));
    else sessionStorage.setItem(place(userId), JSON.stringify(draft));
  } catch {
    return;
  }
}
