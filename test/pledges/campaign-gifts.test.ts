import { beforeEach, expect, test } from "vitest";
import { organisationMembers } from "../../src/db/schema/organisations.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import type { Actor } from "../../src/domain/actor.ts";
import { cents } from "../../src/domain/money.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { explainPledge } from "../../src/matching/explain-pledge.ts";
import { changeRule } from "../../src/partners/change-rule.ts";
import { ruleBody } from "../../src/partners/forms.ts";
import { listCampaignGifts } from "../../src/pledges/campaign-gifts.ts";
import { proposeRefund } from "../../src/refunds/propose-refund.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { signIn, testApp } from "../support/app.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { anAgreement, rawRule } from "../support/partners.ts";
import { aFirmPledge, aPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

const words = (html: string) => html.replace(/<[^>]+>/g, " ").replace(/[\s\u00a0\u202f]+/g, " ");
const plain = (text: string | undefined) => text?.replace(/[\u00a0\u202f]/g, " ");

const gifts = (actor: Actor, campaignId: string, limit = 20, cursor?: string) =>
  listCampaignGifts(deps, actor, { campaignId, limit, cursor });

test("M12, X6: the holder follows every firm gift with each rule's answer, and learns no address, hidden name or use elsewhere", async () => {
  const { id, owner } = await aCampaign(deps);
  const elsewhere = await aCampaign(deps);
  const { addRule } = await anAgreement(deps, 100_000);
  await addRule({ capPerDonorCents: 6_000 });
  const email = "louise@example.org";
  await aFirmPledge(deps, elsewhere.id, 5_000n, { email });
  const firm = await aFirmPledge(deps, id, 5_000n, { email });
  await aPledge(deps, id, 3_000n);

  const { items, campaign } = await gifts(owner, id);

  expect(campaign.id).toBe(id);
  expect(items).toMatchObject([{ id: firm, state: "authorised", amountCents: 5_000n, matchCents: 1_000n }]);
  const [match] = items[0]?.matches ?? [];
  expect(match).toMatchObject({ amountCents: 1_000n, boundBy: "cap_per_donor", cause: "pledge" });
  expect(match?.details.map((detail) => detail.fr)).toContain("Le plafond par personne a limité l’abondement.");
  const shown = JSON.stringify(items, (_, value) => (typeof value === "bigint" ? Number(value) : value));
  expect(shown).not.toMatch(/louise|Il restait|Enveloppe/);
});

test("X1: another holder's member, the partner and a donor find no list of gifts; staff read every cap and the pot", async () => {
  const { id } = await aCampaign(deps);
  const { addRule, member } = await anAgreement(deps, 100_000);
  await addRule();
  await aFirmPledge(deps, id, 5_000n);
  const other = await aCampaign(deps);
  const stranger = await aUser(database.db);
  const auditor = await aUser(database.db, { staffRoles: ["auditor"] });

  for (const actor of [other.owner, member, stranger])
    await expect(gifts(actor, id)).rejects.toMatchObject({ status: 404 });
  const { items } = await gifts(auditor, id);

  expect(plain(items[0]?.matches[0]?.details.at(-1)?.fr)).toBe("Enveloppe : 1 000 € avant, 950 € après.");
});

test("the list comes page by page, newest first, and nothing is left out", async () => {
  const { id, owner } = await aCampaign(deps);
  const made = [
    await aFirmPledge(deps, id, 1_000n),
    await aFirmPledge(deps, id, 2_000n),
    await aFirmPledge(deps, id, 3_000n),
  ];

  const first = await gifts(owner, id, 2);
  const second = await gifts(owner, id, 2, first.nextCursor ?? undefined);

  expect([...first.items, ...second.items].map((gift) => gift.id)).toEqual(made.toReversed());
  expect(second.nextCursor).toBeNull();
});

test("M8, M10: after a refund and a change of the rule, the match tells its own version, what stands and why", async () => {
  const { id } = await aCampaign(deps, "live", { mode: "keep_what_you_raise" });
  const { addRule, administrator } = await anAgreement(deps, 100_000);
  const ruleId = await addRule();
  const pledgeId = await aFirmPledge(deps, id, 5_000n);
  const changed = ruleBody.parse(await rawRule(deps, { ratioNumerator: 3, capPerGiftCents: 9_000 }));
  await changeRule(deps, administrator, { ruleId, version: 1, ...changed });

  await proposeRefund(deps, administrator, {
    pledgeId,
    parts: { giftCents: cents(2_000n), tipCents: cents(0n) },
    reason: "Demande du donateur.",
  });
  const [match] = await explainPledge(deps, { kind: "guest" }, { id: pledgeId, campaignId: id, isDonor: true });

  expect(match).toMatchObject({ ruleVersion: 1, amountCents: 5_000n, standingCents: 3_000n, state: "committed" });
  expect(plain(match?.ruleSentence.fr)).toContain("Pour 1 € donné, Fondation du Lien ajoute 1 €, pour les dons");
  expect(match?.history.map(({ kind, amountCents }) => [kind, amountCents])).toEqual([
    ["reserved", 5_000n],
    ["committed", 5_000n],
    ["reversed", 2_000n],
  ]);
  expect(plain(match?.history.at(-1)?.text.fr)).toMatch(
    /^20 € annulés le .* : le don a été remboursé, en tout ou en partie\.$/,
  );
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});

test("the holder reads the gifts on a page and by the API", async () => {
  const { id, owner } = await aCampaign(deps);
  const { addRule } = await anAgreement(deps, 100_000);
  await addRule({ ratioDenominator: 2 });
  await aFirmPledge(deps, id, 5_000n);
  const service = testApp(deps, { apiRoutes, pageRoutes, formOrigins: [sandbox.sandbox.url] });
  await inTransaction(deps.db, async (tx) => {
    const [membership] = owner.memberships;
    if (membership === undefined) throw new Error("the owner owns nothing");
    await tx
      .insert(organisationMembers)
      .values({ ...membership, userId: owner.userId, joinedAt: new Date() })
      .onConflictDoNothing();
  });
  const browser = await signIn(service, owner.email);

  const page = await browser.get(`/mes-collectes/${id}/dons`).expect(200);
  const api = await browser.get(`/api/v1/campaigns/${id}/gifts`).expect(200);

  expect(words(page.text)).toContain("Solène V. · 50 €");
  expect(words(page.text)).toContain("Fondation du Lien ajoute 25 € à ce don.");
  expect(words(page.text)).toContain("À raison de 1 € pour 2 €, cela fait 25 €.");
  expect(api.body.items).toMatchObject([
    { displayName: "Solène V.", matchCents: 2_500, matches: [{ standingCents: 2_500, cause: "pledge" }] },
  ]);
});
