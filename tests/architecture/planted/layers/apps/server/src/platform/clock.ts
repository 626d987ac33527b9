import { tick } from "../../../../tests/tick.ts";

export const clock = tick;
