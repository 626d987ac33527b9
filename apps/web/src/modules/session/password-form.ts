import type { FormErrors } from "../../ui/field/form-errors.ts";

const shortest = 10;

export function passwordErrors(
  form: { readonly current: string; readonly next: string; readonly again: string },
  says: { readonly required: string; readonly short: string; readonly differs: string },
): FormErrors {
  return {
    ...(form.current === "" ? { current: says.required } : {}),
    ...(form.next.length < shortest ? { next: says.short } : {}),
    ...(form.again === form.next ? {} : { again: says.differs }),
  };
}
