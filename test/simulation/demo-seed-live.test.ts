import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { approveCampaign } from "../../src/campaigns/approve-campaign.ts";
import { createCampaign } from "../../src/campaigns/create-campaign.ts";
import { campaignBody } from "../../src/campaigns/forms.ts";
import { openDueCampaigns } from "../../src/campaigns/open-due-campaigns.ts";
import { submitCampaign } from "../../src/campaigns/submit-campaign.ts";
import { fundNow } from "../../src/db/clock.ts";
import { campaigns } from "../../src/db/schema/campaigns.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { cents } from "../../src/domain/money.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { createAgreement } from "../../src/partners/create-agreement.ts";
import { createPot } from "../../src/partners/create-pot.ts";
import { createRule } from "../../src/partners/create-rule.ts";
import { agreementBody, newRuleBody } from "../../src/partners/forms.ts";
import { recordPotFunding } from "../../src/partners/record-pot-funding.ts";
import { sweepCharges } from "../../src/pledges/sweep-charges.ts";
import { proposeRefund } from "../../src/refunds/propose-refund.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { aHolder, aPlace, aProject } from "../support/campaigns.ts";
import { DAY, moveClock, moveClockTo } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";
import { aPartner, dayFromNow } from "../support/partners.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { type DemoSeed, demoSeed, inOrder, type PlayedAgreement, playedAgreements, sorted } from "./demo-seed.ts";

const database = testDatabase();
const sandbox = testSandbox();
const seed = demoSeed();
const DAY_MS = DAY * 1_000;

/** The file's days are past, and the fund's clock only moves ahead: all of them move by the same number of days. */
async function dayShift(deps: Deps, data: DemoSeed): Promise<(day: string, by?: number) => string> {
  const first = data.campaigns.map(({ debut }) => debut).toSorted()[0] ?? expect.fail();
  const days = Math.ceil(((await fundNow(deps.db)).getTime() - Date.parse(first)) / DAY_MS) + 1;
  return (day, by = 0) => new Date(Date.parse(day) + (days + by) * DAY_MS).toISOString().slice(0, 10);
}

/** An agreement recorded with its pot, filled up to the bound on the whole of it, and its rule. */
async function setUpAgreement(deps: Deps, { id, rule, potCents }: PlayedAgreement, on: (day: string) => string) {
  const { partnerId, administrator, paymaster } = await aPartner(deps);
  const days = {
    first: on(rule.startsAt.toISOString().slice(0, 10)),
    last: on(rule.endsAt.toISOString().slice(0, 10)),
  };
  const agreementId = await createAgreement(
    deps,
    administrator,
    agreementBody.parse({ partnerId, reference: id, signedOn: days.first, endsOn: days.last }),
  );
  const pot = await createPot(deps, administrator, { agreementId, name: id, promisedCents: potCents });
  await recordPotFunding(deps, paymaster, {
    potId: pot.id,
    amountCents: potCents,
    bankReference: `VIR-${id}`,
    receivedOn: await dayFromNow(deps, 0),
  });
  const { formula } = rule;
  if (formula.kind !== "ratio") return expect.fail(formula.kind);
  const cap = (value: bigint | undefined) => (value === undefined ? null : Number(value));
  return await createRule(
    deps,
    administrator,
    newRuleBody.parse({
      potId: pot.id,
      priority: rule.priority,
      ratioNumerator: Number(formula.ratio.numerator),
      ratioDenominator: Number(formula.ratio.denominator),
      capPerGiftCents: cap(rule.capPerGiftCents),
      capPerCampaignCents: cap(rule.capPerCampaignCents),
      capInAllCents: cap(rule.capInAllCents),
      filter: rule.filter,
      startsOn: days.first,
      endsOn: days.last,
    }),
  );
}

type Campaign = DemoSeed["campaigns"][number];

/** A campaign at a place with the flags of its holder's commune, approved and waiting for its first day. */
async function setUpCampaign(deps: Deps, data: DemoSeed, campaign: Campaign, on: (day: string, by?: number) => string) {
  const org = data.orgs.find(({ id }) => id === campaign.org) ?? expect.fail(campaign.org);
  const placeId = await aPlace(deps, {
    communeName: org.ville,
    communeCode: org.code_insee,
    departement: org.code_insee.startsWith("97") ? org.code_insee.slice(0, 3) : org.code_insee.slice(0, 2),
    rural: org.rural,
    types: [campaign.type_lieu],
  });
  const holder = await aHolder(deps);
  const goalCents = Number(campaign.objectif_cents);
  const projectId = await aProject(deps, holder, {
    placeIds: [placeId],
    budgetLines: [{ label: "Budget", amountCents: goalCents }],
    fundingLines: [{ source: "campaign", amountCents: goalCents }],
  });
  const { id } = await createCampaign(deps, holder.owner, {
    projectId,
    ...campaignBody.parse({
      title: campaign.titre,
      pitch: "Aidez-nous.",
      goalCents,
      mode: campaign.mode === "tout_ou_rien" ? "all_or_nothing" : "keep_what_you_raise",
      // The bus asks for gifts for 93 days, and ours last 90 at most: it starts three days later.
      startsOn: on(campaign.debut, campaign.id === "c-bus" ? 3 : 0),
      deadlineOn: on(campaign.fin),
    }),
  });
  await submitCampaign(deps, holder.owner, id);
  await approveCampaign(deps, await aUser(deps.db, { staffRoles: ["case_officer"] }), id);
  return id;
}

async function settle(deps: Deps): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await sweepCharges(deps, worker("sweep"));
    await sweepSettlements(deps, worker("sweep"));
    await runJobs(deps);
  }
}

test.skipIf(seed === undefined)(
  "M13: the demo's gifts, given live in their order, get every expected match and total",
  { timeout: 180_000 },
  async () => {
    const data = seed ?? expect.fail();
    const deps = await testDeps(database.db, sandbox.gateway);
    const on = await dayShift(deps, data);
    const agreements = new Map<string, string>();
    for (const agreement of playedAgreements(data))
      agreements.set(await setUpAgreement(deps, agreement, on), agreement.id);
    const live = new Map<string, string>();
    for (const campaign of data.campaigns) live.set(campaign.id, await setUpCampaign(deps, data, campaign, on));

    const given = new Map<string, string>();
    for (const gift of inOrder(data)) {
      await moveClockTo(database, sandbox, new Date(`${on(gift.date_credit)}T10:00:00Z`));
      await openDueCampaigns(deps, worker("sweep-campaigns"));
      const pledgeId = await aFirmPledge(deps, live.get(gift.campaign) ?? "", gift.montant_cents, {
        email: `${gift.donor}@example.org`,
      });
      given.set(pledgeId, gift.id);
      if (gift.statut !== "remboursé") continue;
      await proposeRefund(deps, await aUser(deps.db, { staffRoles: ["case_officer"] }), {
        pledgeId,
        parts: { giftCents: gift.montant_cents, tipCents: cents(0n) },
        reason: "Demandé par le donateur",
      });
    }
    await moveClock(database, sandbox, 60 * DAY);
    await settle(deps);

    const matches = await deps.db.execute<{ pledge: string; rule: string; cents: string }>(sql`
      select pledge_id as pledge, rule_id as rule, sum(amount_cents) as cents from matches
      where fund_id = ${deps.fundId} and state in ('reserved', 'committed', 'paid') group by pledge_id, rule_id`);
    const found = matches.map((match) => ({
      don: given.get(match.pledge) ?? "?",
      accord: agreements.get(match.rule) ?? "?",
      montant_cents: Number(match.cents),
    }));
    expect(sorted(found)).toEqual(sorted(data.attendu.abondements));
    for (const [seedId, total] of Object.entries(data.attendu.totaux)) {
      const id = live.get(seedId) ?? "";
      const [sums] = await deps.db.execute<{ gifts: string; matched: string }>(sql`
        select (select coalesce(sum(amount_cents - returned_gift_cents), 0) from pledges
            where fund_id = ${deps.fundId} and campaign_id = ${id} and state = 'captured') as gifts,
          (select coalesce(sum(amount_cents), 0) from matches
            where fund_id = ${deps.fundId} and campaign_id = ${id} and state in ('committed', 'paid')) as matched`);
      const [campaign] = await deps.db.select().from(campaigns).where(eq(campaigns.id, id));
      expect({ seedId, state: campaign?.state, gifts: sums?.gifts, matched: sums?.matched }).toEqual({
        seedId,
        state: "succeeded",
        gifts: String(total.dons_cents),
        matched: String(total.abondement_cents),
      });
      expect(BigInt(sums?.gifts ?? 0) + BigInt(sums?.matched ?? 0)).toBe(BigInt(total.total_cents));
    }
    expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
  },
);
