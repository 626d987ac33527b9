import type { Reply } from "../../app/api.ts";

export type Home = Reply<"home.show">;
export const homeRanges = ["today", "yesterday", "week", "month"] as const;
export type HomeRange = (typeof homeRanges)[number];
