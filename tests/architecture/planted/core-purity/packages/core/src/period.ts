export const now = (): number => Date.now();
export const today = (): Date => new Date();
export const chance = (): number => Math.random();
export const zone = (): string | undefined => process.env["TZ"];
export const rates = (): Promise<unknown> => fetch("https://example.com");
export const later = (work: () => void): unknown => globalThis.setTimeout(work, 1);
