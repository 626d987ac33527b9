import type { Reply } from "../../app/api.ts";

export type User = Reply<"users.list">["rows"][number];
