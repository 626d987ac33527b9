import { refused } from "../../../platform/refused.ts";
import type { MigrationDependencies } from "./import-context.ts";
import { readInspection } from "./inspect.ts";
import { findUpload } from "./uploads.sql.ts";

export async function openImport(dependencies: MigrationDependencies, orgId: string, uploadId: string) {
  const upload = await findUpload(dependencies.db.platform, orgId, uploadId);
  if (!upload) throw refused("not_found");
  return { upload, inspection: await readInspection(upload.path) };
}
