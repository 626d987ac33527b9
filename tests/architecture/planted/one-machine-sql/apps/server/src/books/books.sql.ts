export const lock = "select pg_advisory_xact_lock(1)";
export const stamp = "update books set closed_at = clock_timestamp() where org_id = $1";
export const bind = "select set_config('app.org_id', $1, true)";
export const wake = "notify postings";
export const number = "insert into voucher (org_id, number) values ($1, nextval('voucher_number'))";
