import { z } from "zod";

/** Decimal strings on the wire: a float never carries money or quantity. */
function decimal(maximumDecimals: number, options: { readonly negative?: boolean } = {}) {
  const pattern = new RegExp(`^${options.negative ? "-?" : ""}\\d{1,13}(\\.\\d+)?$`);
  return z
    .string()
    .max(32)
    .superRefine((text, context) => {
      if (!options.negative && text.startsWith("-")) {
        context.addIssue({ code: "custom", message: "不能是负数", params: { code: "number.negative" } });
        return;
      }
      if (!pattern.test(text)) {
        context.addIssue({ code: "custom", message: "不是数字，例如 12.5", params: { code: "number.invalid" } });
        return;
      }
      const decimals = text.split(".")[1]?.length ?? 0;
      if (decimals > maximumDecimals)
        context.addIssue({
          code: "custom",
          message: `最多 ${maximumDecimals} 位小数`,
          params: { code: "number.too_many_decimals" },
        });
    });
}

export const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, "不是有效的编号");
/** 元, two decimals, may be negative in replies. */
export const money = decimal(2, { negative: true });
export const positiveMoney = decimal(2);
/** Six decimals; zero is refused. */
export const positiveQuantity = decimal(6).refine((text) => /[1-9]/.test(text), {
  message: "数量要大于 0",
  params: { code: "quantity.not_positive" },
});
export const quantity = decimal(6, { negative: true });
export const unsignedQuantity = decimal(6);
export const unitPrice = decimal(6);
/** 0.13 means 13 %. */
export const taxRate = decimal(4).refine((text) => Number(text) < 1, {
  message: "税率写成小数，例如 0.13",
  params: { code: "tax_rate.range" },
});
/** 折扣: "98" means 98 % of the price; "100" is none. */
export const discountRate = decimal(4).refine((text) => Number(text) <= 100, {
  message: "折扣在 0 到 100 之间",
  params: { code: "discount.range" },
});

function isCalendarDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return year >= 1990 && year <= 2199 && month >= 1 && month <= 12 && day >= 1 && day <= (days[month - 1] ?? 0);
}
/** A calendar day of the company, never an instant. */
export const businessDate = z
  .string()
  .refine(isCalendarDay, { message: "日期写成 2026-11-25", params: { code: "date.invalid" } });
/** 会计期间 as "2026-11". */
export const period = z.string().regex(/^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/, "期间写成 2026-11");

/** Text a person typed: trimmed, without control characters, bounded. */
export const text = (maximum: number) =>
  z
    .string()
    .max(maximum, `最多 ${maximum} 个字`)
    .transform((value) => value.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "").trim());
export const requiredText = (maximum: number) => text(maximum).pipe(z.string().min(1, "不能为空"));

export const cursorQuery = {
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
/** Query strings carry booleans as words. */
export const flag = z
  .enum(["true", "false"])
  .default("false")
  .transform((value) => value === "true");

export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string(),
    facts: z.record(z.string(), z.unknown()).optional(),
    errors: z
      .array(
        z.object({
          path: z.string(),
          code: z.string(),
          message: z.string(),
          facts: z.record(z.string(), z.unknown()).optional(),
        }),
      )
      .optional(),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof problem>;
