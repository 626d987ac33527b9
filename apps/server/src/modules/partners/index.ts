export type { PartnerWrite } from "./partner.ts";
export { partnersHandlers } from "./partners.routes.ts";
export {
  addRoles,
  type FoundPartner,
  findPartnersByCode,
  findPartnersByName,
  insertPartners,
  updatePartners,
} from "./partners.sql.ts";

/** Tables that only this module writes. */
export const tables = ["partner"] as const;
