import { expect, test } from "vitest";
import { cents } from "../../src/domain/money.ts";
import type { SimulatedGift } from "../../src/domain/simulation/gift.ts";
import { startSimulation } from "../../src/domain/simulation/simulate.ts";
import { type DemoSeed, demoSeed, inOrder, playedAgreements, sorted } from "../simulation/demo-seed.ts";
import { PLACE } from "../support/rules.ts";

const seed = demoSeed();

const departementOf = (code: string) => (code.startsWith("97") ? code.slice(0, 3) : code.slice(0, 2));

/** What stands of the seed's gifts: one that was refunded whole is no gift any more, and its matches are reversed. */
const standingGifts = (data: DemoSeed): readonly SimulatedGift[] =>
  inOrder(data)
    .filter((gift) => gift.statut === "encaissé")
    .map((gift) => {
      const campaign = data.campaigns.find(({ id }) => id === gift.campaign) ?? expect.fail(gift.campaign);
      const holder = data.orgs.find(({ id }) => id === campaign.org) ?? expect.fail(campaign.org);
      const { code_insee: code, rural } = holder;
      return {
        id: gift.id,
        donorId: gift.donor,
        campaignId: campaign.id,
        campaign: {
          id: campaign.id,
          title: campaign.titre,
          goalCents: campaign.objectif_cents,
          matchingCounts: true,
          endsAt: new Date(`${campaign.fin}T22:00:00Z`),
          ceilingCents: undefined,
        },
        facts: {
          baseCents: gift.montant_cents,
          recordedAt: new Date(`${gift.date_credit}T10:00:00Z`),
          places: [{ ...PLACE, departement: departementOf(code), rural, types: [campaign.type_lieu] }],
          category: undefined,
          hasNeedsInKind: false,
          goalCents: campaign.objectif_cents,
          donorIsHolder: false,
        },
        partnerPotIds: new Set<string>(),
      };
    });

test.skipIf(seed === undefined)("M13: the demo's agreements on its gifts give every expected match and total", () => {
  const data = seed ?? expect.fail();
  const agreements = playedAgreements(data);
  const simulation = startSimulation({
    rules: agreements.map(({ rule }) => rule),
    pots: new Map(agreements.map(({ rule, potCents }) => [rule.potId, potCents])),
  });

  for (const gift of standingGifts(data)) simulation.play(gift);
  const { lines, outcomes } = simulation.end();

  const given = lines.flatMap(({ gift, answers }) =>
    answers.flatMap(({ amountCents }, index) =>
      amountCents === 0n
        ? []
        : [{ don: gift.id, accord: agreements[index]?.id ?? "?", montant_cents: Number(amountCents) }],
    ),
  );
  expect(sorted(given)).toEqual(sorted(data.attendu.abondements));
  for (const [campaignId, total] of Object.entries(data.attendu.totaux)) {
    const parts = outcomes.flatMap(({ campaigns }) => campaigns.filter(({ key }) => key === campaignId));
    const matched = parts.reduce((sum, part) => sum + part.matchCents, 0n);
    expect({ campaignId, gifts: parts[0]?.giftCents, matched, raised: (parts[0]?.giftCents ?? 0n) + matched }).toEqual({
      campaignId,
      gifts: BigInt(total.dons_cents),
      matched: BigInt(total.abondement_cents),
      raised: BigInt(total.total_cents),
    });
  }
  expect(outcomes.map(({ matchCents, rule }) => (rule.capInAllCents ?? cents(0n)) >= matchCents)).toEqual([true, true]);
});
