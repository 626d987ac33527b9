import { save } from "./save.ts";

export const approve = (): string => save();
