import pg from "pg";

export const quoteUuid = (id: string): string => `'${id.replaceAll("'", "")}'`;
export const bind = (orgId: string): string => `set local app.org_id = ${quoteUuid(orgId)}`;
export const connect = (): pg.Client => new pg.Client();
export function drop(name: string): string {
  const schema = pg.escapeIdentifier(name);
  return `drop schema ${schema}`;
}
