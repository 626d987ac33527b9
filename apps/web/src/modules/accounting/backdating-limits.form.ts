import { limitedRoles, type LimitedRole } from "@zhangshi/contract";
import type { FormErrors } from "../../ui/field/form-errors.ts";

/** What stands in the boxes: empty means no limit. */
export type LimitForm = Readonly<Record<LimitedRole, string>>;
type Limit = { readonly role: LimitedRole; readonly days: number };

export function limitForm(limits: readonly Limit[]): LimitForm {
  const days = (role: LimitedRole) => String(limits.find((limit) => limit.role === role)?.days ?? "");
  return Object.fromEntries(limitedRoles.map((role) => [role, days(role)])) as LimitForm;
}

export function limitsOf(form: LimitForm): Limit[] {
  return limitedRoles.flatMap((role) => (form[role].trim() === "" ? [] : [{ role, days: Number(form[role]) }]));
}

export function limitErrors(form: LimitForm, wrong: string): FormErrors {
  const isRight = (text: string) => text === "" || (/^\d{1,3}$/.test(text) && Number(text) <= 366);
  return Object.fromEntries(limitedRoles.filter((role) => !isRight(form[role].trim())).map((role) => [role, wrong]));
}
