import { z } from "zod";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput } from "../http/cents-schema.ts";
import { campaignRevocationBody, pledgeRevocationBody } from "./revocation-forms.ts";
import { type RevocationScope, revokeMatches } from "./revoke-match.ts";

const tag = "Matching";
const output = z.object({ pledges: z.int(), amountCents: centsOutput });

export const revocationApi: readonly ApiRoute[] = [
  apiRoute({
    method: "POST",
    path: "/pledges/{pledgeId}/match-revocations",
    tag,
    summary: "Take back matches that were not due after all, of one gift or of one person; donors are told why",
    access: "signed-in",
    movesMoneyOrCreates: true,
    params: z.object({ pledgeId: z.uuid() }),
    body: pledgeRevocationBody,
    output,
    run: ({ deps, actor, params: { pledgeId }, body: { scope, ruleId, reason } }) => {
      const of: RevocationScope =
        scope === "donor" && ruleId !== undefined
          ? { kind: "donor", pledgeId, ruleId }
          : { kind: "pledge", pledgeId, ruleId };
      return revokeMatches(deps, actor, of, reason);
    },
  }),
  apiRoute({
    method: "POST",
    path: "/campaigns/{campaignId}/match-revocations",
    tag,
    summary: "Take back all that one rule matched in a campaign; donors are told why",
    access: "signed-in",
    movesMoneyOrCreates: true,
    params: z.object({ campaignId: z.uuid() }),
    body: campaignRevocationBody,
    output,
    run: ({ deps, actor, params: { campaignId }, body: { ruleId, reason } }) =>
      revokeMatches(deps, actor, { kind: "campaign", campaignId, ruleId }, reason),
  }),
];
