/** Check digit of EAN-13, EAN-8, UPC-A, ITF-14: weights 3,1,3,1… from the right of the data digits. */
export function checkDigit(data: string): number {
  let sum = 0;
  for (let index = 0; index < data.length; index += 1)
    sum += Number(data[data.length - 1 - index]) * (index % 2 === 0 ? 3 : 1);
  return (10 - (sum % 10)) % 10;
}
/** True for 8, 12, 13 and 14 digit codes whose last digit checks. */
export function isValidGtin(code: string): boolean {
  return /^(\d{8}|\d{12}|\d{13}|\d{14})$/.test(code) && checkDigit(code.slice(0, -1)) === Number(code.at(-1));
}
