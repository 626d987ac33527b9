export { demoReport } from "./demo-report.ts";
export { refreshStatistics } from "./demo.sql.ts";
export { type DemoPayload, fillDemoCompany } from "./fill.ts";
export { type MadeDemo, makeDemoCompany } from "./make-demo-company.ts";
