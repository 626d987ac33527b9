import type { Kysely } from "kysely";

export const everyNumber = "select number from document";
export const lastNumber = `select d.number from platform.job j join document d on d.id = j.id`;
export const jobs = "select id from platform.job";
export const lines = `select l.id from document d join document_line l on l.document_id = d.id where d.org_id = $1`;
export const sameLines = `select l.id from document d join document_line l on l.org_id = d.org_id and l.document_id = d.id where d.org_id = $1`;
export const list = (db: Kysely<{ document: { number: string } }>) => db.selectFrom("document").select("number").execute();
