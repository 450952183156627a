/** Cookies of a request by name. */
export function readCookies(header: string | null | undefined): ReadonlyMap<string, string> {
  const pairs = (header ?? "").split(";").flatMap((part) => {
    const at = part.indexOf("=");
    return at < 1 ? [] : [[part.slice(0, at).trim(), part.slice(at + 1).trim()] as const];
  });
  return new Map(pairs);
}

const YEAR_SECONDS = 31_536_000;

/** A cookie for our own pages: not readable by scripts, sent with top-level visits only. */
export const writeCookie = (name: string, value: string, secure: boolean, maxAgeSeconds = YEAR_SECONDS): string =>
  `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
