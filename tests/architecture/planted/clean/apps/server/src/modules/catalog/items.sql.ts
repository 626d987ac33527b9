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

const ofCompany = "from item i where i.org_id = $1";

/** What a constant says is part of the statement. */
export const codes = (client: ClientBase, orgId: string) => client.query(`select code ${ofCompany}`, [orgId]);

export const twins = (client: ClientBase, orgId: string) =>
  client.query("select a.id from item a join item b using (org_id, code) where org_id = $1", [orgId]);
