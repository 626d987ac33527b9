let madeKeys = 0;
export function newLineKey(): string {
  madeKeys += 1;
  return `${Date.now().toString(36)}-${madeKeys}`;
}
