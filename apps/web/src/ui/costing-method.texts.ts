import { defineTexts } from "../app/language.ts";

/** The names of the costing methods, one way everywhere. */
export const costingMethodTexts = defineTexts({
  zh: {
    "moving-average": "移动加权平均",
    fifo: "先进先出",
    "monthly-average": "全月一次加权",
    specific: "个别计价",
  },
  en: {
    "moving-average": "Moving average",
    fifo: "First in, first out",
    "monthly-average": "Monthly average",
    specific: "Specific",
  },
});
