import { migrate } from "../migrate.ts";
import { type OpenDatabaseOptions, type RunningDatabase, openDatabase } from "./open-database.ts";
import { takeServerLock } from "./server-lock.ts";

/** The server is alone on its data directory, and its database outlives every command. */
export async function openForServer(options: OpenDatabaseOptions): Promise<RunningDatabase> {
  const lock = takeServerLock(options.dataDir);
  try {
    const database = await openForCommand({ ...options, waitForCommands: true });
    const stop = async () => {
      await database.stop();
      lock.release();
    };
    return { ...database, stop };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** A command joins the running server's database, or starts the database for as long as it works. */
export async function openForCommand(options: OpenDatabaseOptions): Promise<RunningDatabase> {
  const database = await openDatabase(options);
  try {
    await migrate({ ...database, log: options.log });
    return database;
  } catch (error) {
    await database.stop();
    throw error;
  }
}
