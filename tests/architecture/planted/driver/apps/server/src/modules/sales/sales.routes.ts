import { Kysely } from "kysely";
import pg from "pg";

export const places = [Kysely, pg];
