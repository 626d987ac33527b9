import { type Route, route } from "./route.ts";

export const forgotten = route({ method: "GET", path: "/sales/forgotten" });
export const empty = route({ method: "GET", path: "/sales/empty", permission: "" });
export const hidden = route({ method: "GET", path: "/sales/hidden", permission: undefined as unknown as string });
export const escaped: Route = { method: "GET", path: "/sales/escaped", permission: "public" };
