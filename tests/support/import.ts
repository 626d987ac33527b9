import type { ImportChoice, ImportPreview, ImportTarget, ImportView, JobView } from "@zhangshi/contract";
import type { Person } from "./server.ts";

/** Uploads a file as the page does. */
export async function upload(who: Person, fileName: string, content: Uint8Array): Promise<ImportView> {
  const form = new FormData();
  form.append("file", new Blob([content as BlobPart]), fileName);
  const response = await who.fetch("/api/v1/imports", { method: "POST", body: form });
  if (response.status !== 200) throw new Error(`upload of ${fileName}: ${response.status} ${await response.text()}`);
  return (await response.json()) as ImportView;
}

/** What a person who accepts every suggestion would send. */
export function suggestedChoice(
  view: ImportView,
  sheetName: string,
  target: ImportTarget,
  more: Partial<ImportChoice> = {},
): ImportChoice {
  const sheet = view.sheets.find((one) => one.name === sheetName);
  return {
    sheetName,
    target,
    mapping: {},
    answers: Object.fromEntries(
      (sheet?.questions ?? []).flatMap((question) =>
        question.suggested === null ? [] : [[question.id, question.suggested]],
      ),
    ),
    existing: "skip",
    badRows: "refuse",
    ...more,
  };
}

export async function waitForJob(who: Person, id: string): Promise<JobView> {
  for (let tries = 0; tries < 1200; tries += 1) {
    const job = await who.call("jobs.show", { params: { id } });
    if (job.state !== "queued" && job.state !== "running") return job;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the job did not end within two minutes");
}

export async function importFile(
  who: Person,
  fileName: string,
  content: Uint8Array,
  target: ImportTarget,
  more: Partial<ImportChoice> & { readonly sheetName?: string } = {},
): Promise<{ readonly view: ImportView; readonly preview: ImportPreview; readonly job: JobView }> {
  const view = await upload(who, fileName, content);
  const choice = suggestedChoice(view, more.sheetName ?? view.sheets[0]?.name ?? "", target, more);
  const preview = await who.call("imports.preview", { params: { id: view.id }, body: choice });
  const job = await waitForJob(who, (await who.call("imports.commit", { params: { id: view.id }, body: choice })).id);
  return { view, preview, job };
}
