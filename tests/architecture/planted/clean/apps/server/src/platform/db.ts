import pg from "pg";

export const quoteUuid = (id: string): string => `'${id.replaceAll("'", "")}'`;
export const bind = (orgId: string): string => `set local app.org_id = ${quoteUuid(orgId)}`;
export const connect = (): pg.Client => new pg.Client();
export const drop = (name: string): string => `drop schema ${pg.escapeIdentifier(name)}`;
