import { route } from "./route.ts";

export const listItems = route({ method: "GET", path: "/items", permission: "catalog.read" });
export const health = route({ method: "GET", path: "/health", permission: "public" });

/** A family of routes takes its rights as an argument. */
export const family = (rights: { readonly read: string }) => route({ method: "GET", path: "/family", permission: rights.read });
