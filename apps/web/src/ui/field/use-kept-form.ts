import { useCallback, useState } from "react";
import { useSession } from "../../app/session.tsx";

function read(place: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? "null");
  } catch {
    return null;
  }
}

function write(place: string, value: unknown): void {
  try {
    if (value === undefined) sessionStorage.removeItem(place);
    else sessionStorage.setItem(place, JSON.stringify(value));
  } catch {
    return;
  }
}

/**
 * A form whose typing outlives the page: another work tab or a reload loses nothing.
 * `name` holds the record and its version, so that a draft of an older version is never laid over a newer record.
 */
export function useKeptForm<Form extends object>(name: string, first: Form) {
  const place = `zs.form.${useSession().user.id}.${name}`;
  const [start] = useState(first);
  const [form, setForm] = useState<Form>(() => {
    const kept = read(place);
    return typeof kept === "object" && kept !== null ? { ...first, ...(kept as Partial<Form>) } : first;
  });
  const change = useCallback(
    (next: (now: Form) => Form) =>
      setForm((now) => {
        const changed = next(now);
        write(place, changed);
        return changed;
      }),
    [place],
  );
  const forget = useCallback(() => write(place, undefined), [place]);
  return { form, change, forget, isDirty: JSON.stringify(form) !== JSON.stringify(start) };
}
