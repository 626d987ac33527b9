export { dayAfter } from "./calendar.ts";
