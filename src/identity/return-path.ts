/** A path of ours to go back to after signing in; anything else leads to the account. */
export function returnPath(given: string | string[] | undefined, fallback = "/compte"): string {
  if (typeof given !== "string" || !/^\/(?![/\\])[\x20-\x7e]{0,1000}$/.test(given)) return fallback;
  return given;
}
