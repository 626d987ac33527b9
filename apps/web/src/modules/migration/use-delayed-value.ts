import { useEffect, useState } from "react";

/** The value as it was when it last rested: every change of a mapping is a trial of the whole file. */
export function useDelayedValue<Value>(value: Value, milliseconds: number): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return rested;
}
