import { Refused, type ImportChoice, type ImportView, type Problem } from "@zhangshi/contract";
import { api, newIdempotencyKey } from "../../app/api.ts";

async function refusedBy(response: Response): Promise<Refused> {
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  const detail = response.status === 413 ? "文件太大，服务器没有收下。" : "服务器没有收下这个文件，请再试一次。";
  const problem = isJson
    ? ((await response.json()) as Problem)
    : { type: "about:blank", title: detail, status: response.status, code: "file.refused", detail };
  return new Refused(problem);
}

/** The one request that is not JSON. */
export async function uploadFile(file: File): Promise<ImportView> {
  const form = new FormData();
  form.append("file", file, file.name);
  const response = await fetch(api.url("imports.upload"), {
    method: "POST",
    body: form,
    credentials: "same-origin",
    headers: { "idempotency-key": newIdempotencyKey() },
  });
  if (!response.ok) throw await refusedBy(response);
  return (await response.json()) as ImportView;
}

/** The list of problems depends on what was chosen, so it is asked for with POST and saved from memory. */
export async function downloadProblems(id: string, choice: ImportChoice, fileName: string): Promise<void> {
  const response = await fetch(api.url("imports.problems", { params: { id } }), {
    method: "POST",
    body: JSON.stringify(choice),
    credentials: "same-origin",
    headers: { "content-type": "application/json", "idempotency-key": newIdempotencyKey() },
  });
  if (!response.ok) throw await refusedBy(response);
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
