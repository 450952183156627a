import { and, eq, sql } from "drizzle-orm";
import { users } from "../db/schema/identity.ts";
import { impersonations } from "../db/schema/staff-work.ts";
import type { Deps } from "../deps.ts";
import { readCookies, writeCookie } from "../http/cookies.ts";
import type { Viewing } from "../http/viewing.ts";

const DAY_SECONDS = 86_400;

const cookieName = (baseUrl: string) => (isSecure(baseUrl) ? "__Host-assistance" : "assistance");
const isSecure = (baseUrl: string) => baseUrl.startsWith("https://");

/** Outlives the visit: a form sent too late must be known as part of it, and refused. */
export const viewingCookie = ({ cipher, baseUrl }: Deps, id: string): string =>
  writeCookie(cookieName(baseUrl), cipher.encrypt(id), isSecure(baseUrl), DAY_SECONDS);

export const noViewingCookie = ({ baseUrl }: Deps): string =>
  writeCookie(cookieName(baseUrl), "", isSecure(baseUrl), 0);

export type Found =
  | { readonly kind: "none" | "over"; readonly viewing?: undefined }
  | { readonly kind: "running"; readonly viewing: Viewing };

/** The visit this session's cookie names, where it is this person's, of this session, and not over. */
export async function findViewing(
  deps: Deps,
  headers: Headers,
  { sessionId, userId }: { readonly sessionId: string; readonly userId: string },
): Promise<Found> {
  const sealed = readCookies(headers.get("cookie")).get(cookieName(deps.baseUrl));
  if (sealed === undefined || sealed === "") return { kind: "none" };
  const id = unseal(deps, sealed);
  if (id === undefined) return { kind: "over" };
  const [row] = await deps.db
    .select({
      id: impersonations.id,
      staffId: impersonations.staffId,
      personId: impersonations.personId,
      personName: sql<string>`coalesce(nullif(${users.name}, ''), ${users.email})`,
      reason: impersonations.reason,
      endsAt: impersonations.endsAt,
      isRunning: sql<boolean>`${impersonations.endedAt} is null and ${impersonations.endsAt} > fund_now()`,
    })
    .from(impersonations)
    .innerJoin(users, eq(users.id, impersonations.personId))
    .where(
      and(
        eq(impersonations.fundId, deps.fundId),
        eq(impersonations.id, id),
        eq(impersonations.staffId, userId),
        eq(impersonations.sessionId, sessionId),
      ),
    );
  if (row === undefined || !row.isRunning) return { kind: "over" };
  const { isRunning: _, ...viewing } = row;
  return { kind: "running", viewing };
}

function unseal({ cipher }: Deps, sealed: string): string | undefined {
  try {
    return cipher.decrypt(sealed);
  } catch {
    return undefined;
  }
}
