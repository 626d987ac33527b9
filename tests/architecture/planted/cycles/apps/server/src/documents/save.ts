import { lines } from "./lines.ts";

export const save = (): string => lines();
