import type { Deps } from "../deps.ts";
import { pseudonymOf } from "../partners/match-queries.ts";

/** The name a gift bears in a published round (X6): stable, and not the one its partner knows it by. */
export const publicCode = ({ cipher }: Pick<Deps, "cipher">, ruleId: string, pledgeId: string): string =>
  cipher.fingerprint(`round:${ruleId}:${pledgeId}`).slice(0, 8).toUpperCase();

/** The name its partner and the fund know a gift by, here as in the list of matches. */
export const partnerCode = (deps: Pick<Deps, "cipher">, partnerId: string, pledgeId: string): string =>
  pseudonymOf(deps, partnerId, pledgeId);

/** The gifts behind codes of either kind, and the codes that name none. */
export function readCodes(
  deps: Pick<Deps, "cipher">,
  round: { readonly ruleId: string; readonly partnerId: string },
  giftIds: readonly string[],
  codes: readonly string[],
): { readonly giftIds: readonly string[]; readonly unknown: readonly string[] } {
  const byCode = new Map(
    giftIds.flatMap((id) => [
      [publicCode(deps, round.ruleId, id), id],
      [partnerCode(deps, round.partnerId, id), id],
    ]),
  );
  const asked = [...new Set(codes.map((code) => code.toUpperCase()))];
  const found = asked.flatMap((code) => byCode.get(code) ?? []);
  return { giftIds: [...new Set(found)], unknown: asked.filter((code) => !byCode.has(code)) };
}
