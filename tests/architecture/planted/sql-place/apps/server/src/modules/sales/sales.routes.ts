export const query = "select number from document where org_id = $1";
export const change = `
  update document set status = 'void'
   where org_id = $1`;
export const chain = "with late as (select 1) select * from late";
/** Not a statement, though it begins like one. */
export const label = "select a customer, or update the price";
