/** Typed day: "25" is the 25th of this month, "11-25" this year, "1125" too. */
export function typedDate(text: string, today: string): string {
  const plain = text
    .trim()
    .normalize("NFKC")
    .replace(/[年月./]/g, "-")
    .replace(/日$/, "");
  const pad = (part: string | undefined) => (part ?? "").padStart(2, "0");
  const [year = "", month = ""] = today.split("-");
  const short = /^(\d{1,2})$/.exec(plain);
  if (short) return `${year}-${month}-${pad(short[1])}`;
  const compact = /^(\d{4})?(\d{2})(\d{2})$/.exec(plain);
  if (compact) return `${compact[1] ?? year}-${compact[2]}-${compact[3]}`;
  const parted = /^(?:(\d{4})-)?(\d{1,2})-(\d{1,2})$/.exec(plain);
  return parted ? `${parted[1] ?? year}-${pad(parted[2])}-${pad(parted[3])}` : text.trim();
}
