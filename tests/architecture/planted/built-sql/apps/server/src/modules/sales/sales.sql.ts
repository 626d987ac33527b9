export const byNumber = (number: string): string => `select id from document where org_id = $1 and number = '${number}'`;
export const byName = (name: string): string => "select id from partner where org_id = $1 and name = '" + name + "'";
export const sorted = (column: string): string => `select id from document where org_id = $1 order by ${column}`;
export function shadowed(columns: string): string {
  return `select ${columns} from document where org_id = $1`;
}
export const columns = "id, number";
