/** Where to go after signing in. Only places inside the product: an address from outside must not borrow our sign-in page. */
export function nextAddress(next: string | undefined): string {
  if (next === undefined || !/^\/(?![/\\])/.test(next)) return "/";
  return /^\/(login|setup)\b/.test(next) ? "/" : next;
}
