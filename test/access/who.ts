import { VISITORS, type Visitor } from "./cast.ts";

/** Who a route lets through. Of the others, who may see that the thing exists is told 403, everyone else 404 (X1). */
export type Who = { readonly may: readonly Visitor[]; readonly sees: readonly Visitor[] };

export const STAFF = ["administrator", "case_officer", "authoriser", "paymaster", "auditor"] as const;
const HOLDER = ["member", "owner"] as const;
const SIGNED_IN = VISITORS.filter((visitor) => visitor !== "guest");

/** Anyone, signed in or not. */
export const everyone: Who = { may: VISITORS, sees: [] };
/** Anyone with an account: their own things, or a list of what they may see. */
export const anyAccount: Who = { may: SIGNED_IN, sees: [] };
export const nobody: Who = { may: [], sees: [] };
/** The holder's own thing: `may` act on it; the holder's people and staff see it. */
export const ofHolder = (...may: readonly Visitor[]): Who => ({ may, sees: [...HOLDER, ...STAFF] });
/** What nobody outside knows of: hidden from all but these. */
export const only = (...may: readonly Visitor[]): Who => ({ may, sees: [] });
/** What staff see, and some of them do. */
export const staffDo = (...may: readonly Visitor[]): Who => ({ may, sees: STAFF });
/** Something everyone knows the fund does, so that the refusal may be open: 403. */
export const reservedTo = (...may: readonly Visitor[]): Who => ({ may, sees: SIGNED_IN });

/** The partner's own thing: `may` act on it; its people and staff see it. */
export const ofPartner = (...may: readonly Visitor[]): Who => ({ may, sees: ["partner", ...STAFF] });

export const holderAndStaff = ofHolder(...HOLDER, ...STAFF);
export const partnerAndStaff = only("partner", ...STAFF);
export const allStaff = only(...STAFF);

/** What an answer's status must be. `passes` stands for success, and for a refusal of what was sent, not of who sent it. */
export type Outcome = "passes" | 401 | 403 | 404;

export function outcomeFor(who: Who, visitor: Visitor, access: "public" | "signed-in"): Outcome {
  if (visitor === "guest" && access === "signed-in") return 401;
  if (who.may.includes(visitor)) return "passes";
  return who.sees.includes(visitor) ? 403 : 404;
}

const PASSING = new Set([200, 201, 202, 204, 303, 409, 412, 422]);

export const outcomeOf = (status: number): Outcome | number => (PASSING.has(status) ? "passes" : status);
