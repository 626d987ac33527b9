import type { DocumentForm } from "./document.form.ts";

/** What stands on the screen, kept on this machine until the server has it. */
export type StoredDraft = {
  readonly form: DocumentForm;
  /** Version of the saved document that was changed; null for one that was never saved. */
  readonly version: number | null;
  readonly keptAt: string;
};

const prefix = "zs.draft";
function nameOf(companyId: string, type: string, id: string): string {
  return `${prefix}.${companyId}.${type}.${id}`;
}

function isDraft(value: unknown): value is StoredDraft {
  const draft = value as Partial<StoredDraft> | null;
  return typeof draft?.keptAt === "string" && Array.isArray(draft.form?.lines);
}

export function readDraft(companyId: string, type: string, id: string): StoredDraft | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(nameOf(companyId, type, id)) ?? "null");
    return isDraft(stored) ? stored : null;
  } catch {
    return null;
  }
}

/** False when the browser has no room left; the page then says that the draft is not kept. */
export function keepDraft(companyId: string, type: string, draft: StoredDraft): boolean {
  try {
    localStorage.setItem(nameOf(companyId, type, draft.form.id), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function forgetDraft(companyId: string, type: string, id: string): void {
  try {
    localStorage.removeItem(nameOf(companyId, type, id));
  } catch {
    // Nothing was kept, then.
  }
}

/** Drafts that never reached the server, newest first: the list page offers them again. */
export function draftsKept(companyId: string, type: string): readonly StoredDraft[] {
  try {
    const start = nameOf(companyId, type, "");
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(start))
      .map((key) => readDraft(companyId, type, key.slice(start.length)))
      .filter((draft): draft is StoredDraft => draft !== null && draft.version === null)
      .sort((a, b) => b.keptAt.localeCompare(a.keptAt));
  } catch {
    return [];
  }
}
