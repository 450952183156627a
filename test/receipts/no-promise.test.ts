import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { pledges } from "../../src/db/schema/pledges.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { TEMPLATES } from "../../src/mail/templates.ts";
import { accessToken } from "../../src/pledges/access-token.ts";
import { cancelPledge } from "../../src/pledges/cancel-pledge.ts";
import { pledgePages } from "../../src/pledges/pages.ts";
import { unwindPledge } from "../../src/pledges/unwind-pledge.ts";
import { giveIdentity } from "../../src/receipts/give-identity.ts";
import { identityBody } from "../../src/receipts/identity-form.ts";
import { receiptPages } from "../../src/receipts/pages.tsx";
import { parisYear } from "../../src/receipts/paris-year.ts";
import { readPledgeReceipt, readReceipt } from "../../src/receipts/queries.ts";
import { sweepReceipts } from "../../src/receipts/sweep-receipts.ts";
import { yearOfGifts } from "../../src/receipts/year-of-gifts.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { aBrowser, type TestApp, testApp } from "../support/app.ts";
import { aCampaign, forceState } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";
import { aFirmPledge, thePledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { KEEP, refund } from "../support/undoing.ts";

const database = testDatabase();
const sandbox = testSandbox();
const robot = worker("test");
let deps: Deps;
let site: TestApp;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  site = testApp(deps, { pageRoutes: [...pledgePages, ...receiptPages] });
});

const IDENTITY = identityBody.parse({
  kind: "person",
  givenName: "Solène",
  familyName: "Vaugrenard",
  address: "1 rue des Lavandières",
  postcode: "23200",
  town: "Aubusson",
});

const identify = (pledgeId: string) =>
  giveIdentity(
    deps,
    { kind: "guest" },
    { pledgeId, token: accessToken(deps.cipher, pledgeId), identity: IDENTITY, declinesReward: false },
  );

async function closeCampaign(): Promise<void> {
  await moveClock(database, sandbox, 31 * DAY);
  for (let round = 0; round < 3; round += 1) {
    await sweepSettlements(deps, robot);
    await runJobs(deps);
  }
}

async function aGiftOf(more: Readonly<Record<string, unknown>>): Promise<{ pledgeId: string; campaignId: string }> {
  const { id: campaignId } = await aCampaign(deps, "live", { goalCents: 5_000, ...more });
  return { pledgeId: await aFirmPledge(deps, campaignId, 3_000n), campaignId };
}

async function captured(more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const { pledgeId } = await aGiftOf({ ...KEEP, ...more });
  expect((await thePledge(deps, pledgeId)).state).toBe("captured");
  return pledgeId;
}

const NOTHING_TO_COME: readonly (readonly [string, string, () => Promise<string>])[] = [
  [
    "whose campaign failed before it was charged",
    "Ce don n’a pas abouti",
    async () => {
      const { pledgeId } = await aGiftOf({});
      await closeCampaign();
      return pledgeId;
    },
  ],
  [
    "which a failed campaign gave back",
    "Ce don vous a été rendu",
    async () => {
      const { pledgeId, campaignId } = await aGiftOf(KEEP);
      await forceState(database, campaignId, "failed");
      await unwindPledge(deps, robot, pledgeId);
      return pledgeId;
    },
  ],
  [
    "whose campaign was cancelled and which is not given back yet",
    "La collecte n’a pas abouti",
    async () => {
      const { pledgeId, campaignId } = await aGiftOf(KEEP);
      await forceState(database, campaignId, "cancelled");
      return pledgeId;
    },
  ],
  [
    "whose campaign was cancelled and which is not voided yet",
    "La collecte n’a pas abouti",
    async () => {
      const { pledgeId, campaignId } = await aGiftOf({});
      await forceState(database, campaignId, "cancelled");
      return pledgeId;
    },
  ],
  [
    "which its donor cancelled",
    "Ce don n’a pas abouti",
    async () => {
      const { pledgeId } = await aGiftOf({});
      await cancelPledge(deps, { kind: "guest" }, { pledgeId, token: accessToken(deps.cipher, pledgeId) });
      return pledgeId;
    },
  ],
  [
    "which was refunded while its campaign goes on",
    "Ce don vous a été rendu",
    async () => {
      const pledgeId = await captured();
      await refund(deps, pledgeId, 3_000n);
      return pledgeId;
    },
  ],
];

test.each(NOTHING_TO_COME)("T3: a gift %s is promised no receipt", async (_, reason, aGift) => {
  const pledgeId = await aGift();
  const browser = aBrowser(site.app);
  const cle = accessToken(deps.cipher, pledgeId);

  const own = (await browser.get(`/dons/${pledgeId}?cle=${cle}`).expect(200)).text;
  const receipt = (await browser.get(`/dons/${pledgeId}/recu?cle=${cle}`).expect(200)).text;

  expect(own).not.toContain("Reçu fiscal de ce don");
  expect(receipt).toContain(reason);
  expect(receipt).not.toMatch(/sera établi|est prêt|en préparation|Demander le reçu|Corriger le nom/);
  await expect(identify(pledgeId)).rejects.toMatchObject({ type: "gift-ended", status: 409 });
});

test("T3: a gift whose campaign goes on is told of a receipt as what may be, and keeps its form", async () => {
  const pledgeId = await captured();
  const path = `/dons/${pledgeId}/recu?cle=${accessToken(deps.cipher, pledgeId)}`;

  const receipt = (await aBrowser(site.app).get(path).expect(200)).text;

  expect(receipt).toContain("que si la collecte réussit");
  expect(receipt).toContain("Demander le reçu");
});

test("T3: from the refund on, before any sweep, a receipt over more than is left is shown nowhere as in force", async () => {
  const [whole, part] = [await captured({ goalCents: 2_000 }), await captured({ goalCents: 2_000 })];
  for (const pledgeId of [whole, part]) await identify(pledgeId);
  await closeCampaign();
  await sweepReceipts(deps, robot);
  const read = (pledgeId: string) =>
    readPledgeReceipt(deps, { kind: "guest" }, pledgeId, accessToken(deps.cipher, pledgeId));
  const { issued } = await read(whole);
  const onPaper = (pledgeId: string) =>
    readReceipt(deps, { kind: "guest" }, issued?.id ?? "", accessToken(deps.cipher, pledgeId));
  expect(await onPaper(whole)).toMatchObject({ state: "issued" });
  expect(issued).toMatchObject({ amountCents: 3_000n });
  const announced = () => TEMPLATES["receipt-issued"]?.(deps, issued?.id ?? "");
  expect(await announced()).toMatchObject({ subject: expect.stringContaining(issued?.reference ?? "") });

  await refund(deps, whole, 3_000n);
  await refund(deps, part, 1_000n);

  expect(await read(whole)).toMatchObject({ issued: null, reduction: null, noReceipt: "refunded", isBeingMade: false });
  expect(await read(part)).toMatchObject({ issued: null, reduction: null, noReceipt: null, isBeingMade: true });
  expect(await announced()).toBeUndefined();
  await expect(onPaper(whole)).rejects.toMatchObject({ type: "receipt-changing", status: 409 });
  const { capturedAt, email } = await thePledge(deps, whole);
  const year = [2026, 2027, 2028, 2029, 2030].find((one) => capturedAt && capturedAt < parisYear(one).endsAt) ?? 0;
  const whose = sql`${pledges.id} in (${whole}, ${part})`;
  expect((await yearOfGifts(deps.db, deps.fundId, whose, year)).receipts).toEqual([]);
  const letter = await TEMPLATES["receipts-of-year"]?.(deps, `${year}/${whole}`);
  expect(letter?.to).toBe(email);
  expect(letter?.subject).not.toContain("Vos reçus fiscaux");
  expect(letter?.text).not.toContain("récapitulatif");
  await sweepReceipts(deps, robot);
  expect(await onPaper(whole)).toMatchObject({ state: "cancelled" });
});
