import { total } from "../../../../../packages/core/src/index.ts";
import { initials } from "../catalog/pinyin.ts";

export const sales = `${initials}${total}`;
