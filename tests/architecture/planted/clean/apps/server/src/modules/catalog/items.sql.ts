import type { ClientBase } from "pg";

const columns = "id, code";

/** A constant of the file and the number of a parameter may stand in a text. */
export const itemByCode = (client: ClientBase, orgId: string, code: string) =>
  client.query(`select ${columns} from item where org_id = $1 and code = $2`, [orgId, code]);

export const searchItems = (client: ClientBase, orgId: string, codes: readonly string[]) => {
  const values: unknown[] = [orgId];
  return client.query(`select ${columns} from item where org_id = $1 and code = any($${values.push(codes)})`, values);
};

export const people = (client: ClientBase) => client.query("select name from platform.person");
