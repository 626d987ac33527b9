export const lockMigrations = "select pg_advisory_lock(1)";
