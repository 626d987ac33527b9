export { type DemoPayload, fillDemoCompany } from "./fill.ts";
export { planDemo } from "./plan.ts";
