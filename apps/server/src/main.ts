import { join } from "node:path";
import { createApplication, version } from "./application.ts";
import { connect } from "./platform/db.ts";
import { openForServer } from "./platform/launcher/open-migrated.ts";
import { StartRefused } from "./platform/launcher/start-refused.ts";
import { serveWeb } from "./serve-web.ts";

export type StartServerOptions = {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
  readonly webDir: string;
  readonly log: (line: string) => void;
};

export type RunningServer = { readonly url: string; readonly stop: () => Promise<void> };

export async function startServer(options: StartServerOptions): Promise<RunningServer> {
  const database = await openForServer(options);
  const db = connect(database.appConfig);
  const application = await createApplication({
    db,
    filesDir: join(options.dataDir, "files"),
    health: async () => ({
      status: "ok",
      version,
      database: { kind: database.kind, version: database.version, ...database.durability },
      posting: application.trains.counters,
    }),
  });
  const { http } = application;
  await serveWeb(http, options.webDir);
  const stop = async () => {
    await application.stop();
    await db.close();
    await database.stop();
  };
  try {
    return { url: await http.listen({ port: options.port, host: options.host }), stop };
  } catch (error) {
    await stop();
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new StartRefused(
      `端口 ${options.port} 已被别的程序占用，请用 PORT 指定另一个端口。`,
      `Port ${options.port} is taken by another program: name another one in PORT.`,
    );
  }
}
