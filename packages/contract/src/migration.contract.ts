import { z } from "zod";
import { businessDate, uuid } from "./primitives.ts";
import { route } from "./route.ts";

export const importTarget = z.enum(["items", "customers", "suppliers", "stock", "categories"]);
export type ImportTarget = z.infer<typeof importTarget>;
const column = z.object({
  index: z.number().int(),
  letter: z.string(),
  heading: z.string(),
  field: z.string().nullable(),
  confidence: z.number(),
  samples: z.array(z.string()),
});
const question = z.object({
  id: z.string(),
  text: z.string(),
  options: z.array(z.object({ value: z.string(), label: z.string() })),
  freeText: z.boolean(),
  suggested: z.string().nullable(),
});
const sheetView = z.object({
  name: z.string(),
  hidden: z.boolean(),
  rows: z.number().int(),
  target: importTarget.nullable(),
  headingRows: z.array(z.number().int()),
  columns: z.array(column),
  questions: z.array(question),
  notes: z.array(z.string()),
});
export const importView = z
  .object({
    id: uuid,
    fileName: z.string(),
    format: z.string(),
    encoding: z.string().nullable(),
    sheets: z.array(sheetView),
    fields: z.record(z.string(), z.array(z.object({ field: z.string(), label: z.string(), required: z.boolean() }))),
  })
  .meta({ id: "Import" });
export type ImportView = z.infer<typeof importView>;

export const importChoice = z.strictObject({
  sheetName: z.string().max(200),
  target: importTarget,
  /** Column index → field, or null to leave it out. */
  mapping: z.record(z.string().max(6), z.string().max(60).nullable()),
  headingRows: z.array(z.number().int().min(0).max(10000)).max(4).optional(),
  answers: z.record(z.string().max(80), z.string().max(200)).default({}),
  /** Existing codes: leave as they are, or take over what the file says. */
  existing: z.enum(["skip", "update"]).default("skip"),
  /** All or nothing unless the person chooses the rest. */
  badRows: z.enum(["refuse", "skip"]).default("refuse"),
  openingDate: businessDate.optional(),
});
export type ImportChoice = z.infer<typeof importChoice>;
const rowProblem = z.object({
  row: z.number().int(),
  column: z.string(),
  heading: z.string(),
  value: z.string(),
  code: z.string(),
  reason: z.string(),
  suggestion: z.string(),
  severity: z.enum(["error", "warning"]),
});
export const importPreview = z
  .object({
    records: z.number().int(),
    newRecords: z.number().int(),
    existingRecords: z.number().int(),
    refusedRows: z.number().int(),
    problems: z.array(rowProblem),
    problemCount: z.number().int(),
    announcements: z.array(z.string()),
    questions: z.array(question),
    totals: z.record(z.string(), z.string()),
    sample: z.array(z.record(z.string(), z.string())),
    ready: z.boolean(),
  })
  .meta({ id: "ImportPreview" });
export type ImportPreview = z.infer<typeof importPreview>;
export const jobView = z
  .object({
    id: uuid,
    kind: z.string(),
    state: z.enum(["queued", "running", "done", "failed", "cancelled"]),
    done: z.number().int(),
    total: z.number().int(),
    step: z.string(),
    result: z.record(z.string(), z.unknown()).nullable(),
    error: z.string().nullable(),
    createdAt: z.string(),
    finishedAt: z.string().nullable(),
  })
  .meta({ id: "Job" });
export type JobView = z.infer<typeof jobView>;
const idParams = z.strictObject({ id: uuid });

export const migrationRoutes = {
  "imports.upload": route({
    method: "POST",
    path: "/imports",
    tag: "导入",
    summary: "上传 Excel 或 CSV，先试读",
    permission: "import.run",
    upload: true,
    reply: importView,
    errors: ["file.missing", "file.unreadable", "file.too_large"],
  }),
  "imports.preview": route({
    method: "POST",
    path: "/imports/:id/preview",
    tag: "导入",
    summary: "按选定的对应关系试读，列出每一处问题",
    permission: "import.run",
    params: idParams,
    body: importChoice,
    reply: importPreview,
    errors: ["not_found", "import.mapping_incomplete", "file.unreadable"],
  }),
  "imports.problems": route({
    method: "POST",
    path: "/imports/:id/problems.xlsx",
    tag: "导入",
    summary: "下载问题清单",
    permission: "import.run",
    params: idParams,
    body: importChoice,
    download: "xlsx",
    errors: ["not_found", "import.mapping_incomplete"],
  }),
  "imports.commit": route({
    method: "POST",
    path: "/imports/:id/commit",
    tag: "导入",
    summary: "正式导入；返回任务，可以关掉页面",
    permission: "import.run",
    params: idParams,
    body: importChoice,
    reply: jobView,
    errors: ["not_found", "import.mapping_incomplete", "import.has_problems", "import.not_ready"],
  }),
  "imports.template": route({
    method: "GET",
    path: "/import-templates/:target.xlsx",
    tag: "导入",
    summary: "下载样表",
    permission: "import.run",
    params: z.strictObject({ target: importTarget }),
    download: "xlsx",
    errors: [],
  }),
  "jobs.show": route({
    method: "GET",
    path: "/jobs/:id",
    tag: "任务",
    summary: "任务进度",
    permission: "signed-in",
    params: idParams,
    reply: jobView,
    errors: ["not_found"],
  }),
  "jobs.list": route({
    method: "GET",
    path: "/jobs",
    tag: "任务",
    summary: "最近的任务",
    permission: "signed-in",
    reply: z.object({ rows: z.array(jobView) }),
    errors: [],
  }),
  "jobs.cancel": route({
    method: "POST",
    path: "/jobs/:id/cancel",
    tag: "任务",
    summary: "取消任务",
    permission: "import.run",
    params: idParams,
    body: z.strictObject({}),
    reply: jobView,
    errors: ["not_found"],
  }),
};
