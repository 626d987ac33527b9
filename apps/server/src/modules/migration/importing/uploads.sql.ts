import type { Platform } from "../../../platform/db.ts";

export type UploadRow = {
  readonly id: string;
  readonly fileName: string;
  readonly path: string;
  readonly sizeBytes: number;
  readonly used: boolean;
};
export async function insertUpload(
  platform: Platform,
  upload: {
    readonly id: string;
    readonly orgId: string;
    readonly fileName: string;
    readonly sizeBytes: number;
    readonly path: string;
    readonly createdBy: string;
  },
): Promise<void> {
  await platform.query({
    text: "insert into platform.upload (id, org_id, file_name, size_bytes, path, created_by) values ($1, $2, $3, $4, $5, $6)",
    values: [upload.id, upload.orgId, upload.fileName, upload.sizeBytes, upload.path, upload.createdBy],
  });
}
export async function findUpload(platform: Platform, orgId: string, id: string): Promise<UploadRow | undefined> {
  const [row] = await platform.query<{
    id: string;
    file_name: string;
    path: string;
    size_bytes: string;
    used: boolean;
  }>({
    text: "select id, file_name, path, size_bytes, used_at is not null as used from platform.upload where org_id = $1 and id = $2",
    values: [orgId, id],
  });
  return (
    row && { id: row.id, fileName: row.file_name, path: row.path, sizeBytes: Number(row.size_bytes), used: row.used }
  );
}
/** An upload may be carried out again, sheet by sheet; a second run of the same sheet finds everything there already. */
export async function markUsed(platform: Platform, orgId: string, id: string): Promise<void> {
  await platform.query({
    text: "update platform.upload set used_at = now() where org_id = $1 and id = $2",
    values: [orgId, id],
  });
}
