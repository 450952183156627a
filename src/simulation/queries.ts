import { and, desc, eq, inArray, isNotNull } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { campaigns, cooperationAgreements, matchingPots, matchingRules, organisations } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";

/** Who simulates: the partner organisations the person belongs to, whose rules it may play; all of them for staff. */
export type Simulator = { readonly partners: readonly Partner[]; readonly seesAll: boolean };
type Partner = { readonly id: string; readonly name: string };

/** Members of an organisation that is, or negotiates to be, a partner; staff. 404 for anybody else. */
export async function readSimulator(reader: Reader, fundId: string, actor: Actor): Promise<Simulator> {
  const own = actor.kind === "user" ? actor.memberships.map(({ organisationId }) => organisationId) : [];
  const partners =
    own.length === 0
      ? []
      : await reader
          .selectDistinct({ id: organisations.id, name: organisations.name })
          .from(cooperationAgreements)
          .innerJoin(organisations, eq(organisations.id, cooperationAgreements.partnerId))
          .where(and(eq(cooperationAgreements.fundId, fundId), inArray(cooperationAgreements.partnerId, own)));
  const seesAll = permits(actor, "matching.simulate");
  if (!seesAll && !partners.some(({ id }) => permits(actor, "matching.simulate", id))) throw notFound();
  return { partners, seesAll };
}

/** A version of a rule that was signed, as it can be chosen. */
export type ChoosableRule = {
  readonly ruleId: string;
  readonly version: number;
  readonly partnerName: string;
  readonly potName: string;
  readonly validFrom: Date;
};

export type ChoosableCampaign = { readonly id: string; readonly title: string; readonly deadlineAt: Date };

const MOST_CHOICES = 200;
const MOST_CAMPAIGNS = 40;

/** What the simulator's form offers: versions of rules the person may read, and campaigns that were open. */
export async function listChoices({ db, fundId }: Pick<Deps, "db" | "fundId">, actor: Actor) {
  const { partners, seesAll } = await readSimulator(db, fundId, actor);
  const rules = await selectVersions(db)
    .where(
      and(
        eq(matchingRules.fundId, fundId),
        seesAll
          ? undefined
          : inArray(
              cooperationAgreements.partnerId,
              partners.map(({ id }) => id),
            ),
      ),
    )
    .orderBy(desc(matchingRules.validFrom), desc(matchingRules.version))
    .limit(MOST_CHOICES);
  const open = await db
    .select({ id: campaigns.id, title: campaigns.title, deadlineAt: campaigns.deadlineAt })
    .from(campaigns)
    .where(and(eq(campaigns.fundId, fundId), isNotNull(campaigns.openedAt)))
    .orderBy(desc(campaigns.deadlineAt))
    .limit(MOST_CAMPAIGNS);
  return {
    rules: rules.map(
      ({ rule, potName, partnerName }): ChoosableRule => ({
        ruleId: rule.id,
        version: rule.version,
        partnerName,
        potName,
        validFrom: rule.validFrom,
      }),
    ),
    campaigns: open satisfies readonly ChoosableCampaign[],
  };
}

export type Choices = Awaited<ReturnType<typeof listChoices>>;

/** One version of a rule with its partner and what its pot received; the latest where none is named. */
export async function readVersion(reader: Reader, fundId: string, ruleId: string, version: number | undefined) {
  const [row] = await selectVersions(reader)
    .where(
      and(
        eq(matchingRules.fundId, fundId),
        eq(matchingRules.id, ruleId),
        version === undefined ? undefined : eq(matchingRules.version, version),
      ),
    )
    .orderBy(desc(matchingRules.version))
    .limit(1);
  return row;
}

const selectVersions = (reader: Reader) =>
  reader
    .select({
      rule: matchingRules,
      potName: matchingPots.name,
      fundedCents: matchingPots.fundedCents,
      withdrawnCents: matchingPots.withdrawnCents,
      partnerId: cooperationAgreements.partnerId,
      partnerName: organisations.name,
    })
    .from(matchingRules)
    .innerJoin(
      matchingPots,
      and(eq(matchingPots.fundId, matchingRules.fundId), eq(matchingPots.id, matchingRules.potId)),
    )
    .innerJoin(
      cooperationAgreements,
      and(
        eq(cooperationAgreements.fundId, matchingPots.fundId),
        eq(cooperationAgreements.id, matchingPots.agreementId),
      ),
    )
    .innerJoin(organisations, eq(organisations.id, cooperationAgreements.partnerId))
    .$dynamic();
