import type { Kysely } from "kysely";

export const everyNumber = "select number from document";
export const lastNumber = `select d.number from platform.job j join document d on d.id = j.id`;
export const jobs = "select id from platform.job";
export const list = (db: Kysely<{ document: { number: string } }>) => db.selectFrom("document").select("number").execute();
