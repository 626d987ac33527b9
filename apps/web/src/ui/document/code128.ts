/**
 * Code 128: printable ASCII in set B; runs of digits in set C, two to a sign, so that a slip's number stays narrow.
 * Source: ISO/IEC 15417; the patterns are widths of bar, space, bar, space, bar, space.
 */
const patterns =
  "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112".split(
    " ",
  );
const startB = 104;
const startC = 105;
const toC = 99;
const toB = 100;
const stop = 106;

/** The values of the signs: start, data, check, stop. */
export function code128Values(text: string): readonly number[] {
  const values: number[] = [];
  let inC = false;
  for (let at = 0; at < text.length; ) {
    const digits: number = /^\d+/.exec(text.slice(at))?.[0].length ?? 0;
    const wantsC: boolean = inC ? digits >= 2 : digits >= 4;
    if (values.length === 0) values.push(wantsC ? startC : startB);
    else if (wantsC !== inC) values.push(wantsC ? toC : toB);
    inC = wantsC;
    if (inC) {
      values.push(Number(text.slice(at, at + 2)));
      at += 2;
    } else {
      values.push(text.charCodeAt(at) - 32);
      at += 1;
    }
  }
  const check = values.reduce((sum, value, place) => sum + value * Math.max(1, place), 0) % 103;
  return [...values, check, stop];
}

/** Bars as one SVG path in units of the narrowest bar. */
export function code128Path(text: string): { readonly path: string; readonly width: number } {
  let x = 0;
  let path = "";
  for (const value of code128Values(text))
    [...(patterns[value] ?? "")].forEach((digit, place) => {
      const width = Number(digit);
      if (place % 2 === 0) path += `M${x} 0h${width}v1h-${width}z`;
      x += width;
    });
  return { path, width: x };
}
