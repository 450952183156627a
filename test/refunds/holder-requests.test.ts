import { and, eq } from "drizzle-orm";
import request from "supertest";
import { beforeEach, expect, test } from "vitest";
import { auditLog, refundRequests } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import type { Actor } from "../../src/domain/actor.ts";
import { type Cents, cents } from "../../src/domain/money.ts";
import { TEMPLATES } from "../../src/mail/templates.ts";
import { accessToken, pledgeUrl } from "../../src/pledges/access-token.ts";
import { listCampaignGifts } from "../../src/pledges/campaign-gifts.ts";
import { confirmRefund, refuseRefund } from "../../src/refunds/answer-request.ts";
import { askAsHolder } from "../../src/refunds/ask-as-holder.ts";
import { askRefund } from "../../src/refunds/ask-refund.ts";
import { previewAsHolder } from "../../src/refunds/preview-refund.ts";
import { proposeRefund } from "../../src/refunds/propose-refund.ts";
import { pageRoutes } from "../../src/routes.ts";
import { testApp } from "../support/app.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { joinOrganisation, race } from "../support/grants.ts";
import { runJobs } from "../support/jobs.ts";
import { aMatchingPot } from "../support/matching.ts";
import { aFirmPledge, thePledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { booksHold, KEEP, refund } from "../support/undoing.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

/** A matched gift of 800 € with a tip of 3 €, to a campaign whose owner may ask. */
async function aGift() {
  await aMatchingPot(deps, 100_000n);
  const { id: campaignId, owner, organisationId } = await aCampaign(deps, "live", KEEP);
  const pledgeId = await aFirmPledge(deps, campaignId, 80_000n, { tipCents: 300n });
  await runJobs(deps);
  return { campaignId, owner, organisationId, pledgeId };
}
type Gift = Awaited<ReturnType<typeof aGift>>;

const WHY = "L’atelier ne peut plus tenir sa promesse.";
const ask = (gift: Gift, giftCents?: Cents, actor: Actor = gift.owner) =>
  askAsHolder(deps, actor, { pledgeId: gift.pledgeId, giftCents, reason: WHY });
const askAsDonor = ({ pledgeId }: Gift) =>
  askRefund(deps, { kind: "guest" }, { pledgeId, token: accessToken(deps.cipher, pledgeId), reason: "Je regrette." });
const staff = (...staffRoles: ("case_officer" | "authoriser")[]) => aUser(deps.db, { staffRoles });
const refuse = async (requestId: string) =>
  refuseRefund(deps, await staff("case_officer"), { requestId, reason: "Le don a déjà payé la machine." });
const requestsOf = async ({ pledgeId }: Gift) =>
  (await deps.db.select().from(refundRequests).where(eq(refundRequests.pledgeId, pledgeId)))
    .map(({ askedBy, state }) => `${askedBy} ${state}`)
    .toSorted();
const shownToHolder = async ({ owner, campaignId }: Gift) =>
  (await listCampaignGifts(deps, owner, { campaignId, limit: 20 })).items[0];
async function donorsPage({ pledgeId }: Gift): Promise<string> {
  const { pathname, search } = new URL(pledgeUrl(deps, pledgeId));
  return (
    await request(testApp(deps, { pageRoutes }).app)
      .get(pathname + search)
      .expect(200)
  ).text;
}

type Case = {
  readonly what: string;
  readonly play: (gift: Gift) => Promise<unknown>;
  readonly requests: readonly string[];
  /** What went back of the gift and of the tip. */
  readonly returned: readonly [bigint, bigint];
  /** Who is written to. */
  readonly letters: readonly string[];
  /** What the list of gifts tells the holder of their request, and whether they may ask. */
  readonly told: readonly [string | undefined, boolean];
};

const CASES: readonly Case[] = [
  {
    what: "all of the gift, sent twice by one click, is one request, and the tip is no matter of the holder's",
    play: async (gift) => expect(new Set(await Promise.all([ask(gift), ask(gift)])).size).toBe(1),
    requests: ["holder asked"],
    returned: [0n, 0n],
    letters: [],
    told: ["asked", false],
  },
  {
    what: "a part is granted as it was asked, and may be asked again",
    play: async (gift) => {
      await ask(gift, cents(20_000n));
      await refund(deps, gift.pledgeId, 20_000n);
    },
    requests: ["holder accepted"],
    returned: [20_000n, 0n],
    letters: ["gift-returned"],
    told: ["accepted", true],
  },
  {
    what: "all of it, above the threshold, waits for a second person",
    play: async (gift) => {
      const requestId = await ask(gift);
      const parts = { giftCents: cents(80_000n), tipCents: cents(0n) };
      const proposal = { pledgeId: gift.pledgeId, parts, reason: "Le porteur le demande." };
      expect(await proposeRefund(deps, await staff("case_officer"), proposal)).toEqual({
        requestId,
        state: "proposed",
      });
      expect(await requestsOf(gift)).toEqual(["holder proposed"]);
      await confirmRefund(deps, await staff("authoriser"), requestId);
    },
    requests: ["holder accepted"],
    returned: [80_000n, 0n],
    letters: ["gift-returned"],
    told: ["accepted", false],
  },
  {
    what: "a refusal is told to the holder alone, who may ask again",
    play: async (gift) => refuse(await ask(gift)),
    requests: ["holder refused"],
    returned: [0n, 0n],
    letters: ["holder-refund-refused"],
    told: ["refused", true],
  },
  {
    what: "the donor's own request takes the place of one of which they know nothing",
    play: async (gift) => {
      await ask(gift);
      await askAsDonor(gift);
    },
    requests: ["donor asked", "holder withdrawn"],
    returned: [0n, 0n],
    letters: [],
    told: ["withdrawn", true],
  },
  {
    what: "none is added to the donor's own",
    play: async (gift) => {
      await askAsDonor(gift);
      await expect(ask(gift)).rejects.toMatchObject({ type: "state-changed" });
    },
    requests: ["donor asked"],
    returned: [0n, 0n],
    letters: [],
    told: [undefined, true],
  },
  {
    what: "more than is left is refused by its field",
    play: async (gift) => {
      await refund(deps, gift.pledgeId, 30_000n);
      await expect(ask(gift, cents(50_001n))).rejects.toMatchObject({ status: 422 });
      await expect(ask(gift, cents(0n))).rejects.toMatchObject({ status: 422 });
    },
    requests: ["staff accepted"],
    returned: [30_000n, 0n],
    letters: ["gift-returned"],
    told: [undefined, true],
  },
];

test.each(CASES)("F3: the holder asks: $what", async ({ play, requests, returned, letters, told }) => {
  const gift = await aGift();

  await play(gift);

  expect(await requestsOf(gift)).toEqual(requests);
  const sent = await runJobs(deps);
  const { returnedCents, returnedGiftCents } = await thePledge(deps, gift.pledgeId);
  expect([returnedGiftCents, returnedCents - returnedGiftCents]).toEqual(returned);
  const templates = sent.map(({ data }) => (data as { readonly template: string }).template);
  expect([...new Set(templates)].toSorted()).toEqual(letters);
  const shown = await shownToHolder(gift);
  expect([shown?.refundRequest?.state, shown?.mayAskBack]).toEqual(told);
  expect(await donorsPage(gift)).not.toMatch(/porteur|promesse|payé la machine/);
  await booksHold(deps);
});

test("F3: raced against the donor's own request, that one stands alone", async () => {
  const gift = await aGift();

  const { done } = await race([ask(gift), askAsDonor(gift)]);

  expect(done.length).toBeGreaterThan(0);
  const open = (await requestsOf(gift)).filter((one) => one.endsWith(" asked"));
  expect(open).toEqual(["donor asked"]);
});

test("X7: the letter of a refusal names the gift and the reason, to members only, and never the donor", async () => {
  const gift = await aGift();
  const requestId = await ask(gift);
  await refuse(requestId);
  const write = TEMPLATES["holder-refund-refused"] ?? expect.fail("no such letter");

  const letter = await write(deps, `${requestId}/${gift.owner.userId}`);

  expect(letter?.to).toBe(gift.owner.email);
  expect(letter?.text.replaceAll(/\s/g, " ")).toMatch(/le don de 800 € .*Le don a déjà payé la machine\./);
  expect(letter?.text).not.toContain("Solène");
  const stranger = await aUser(deps.db);
  expect(await write(deps, `${requestId}/${stranger.userId}`)).toBeUndefined();
});

test("F3, X6: the holder reads the consequences first: nothing of the tip, and nothing changes", async () => {
  const gift = await aGift();

  const preview = await previewAsHolder(deps, gift.owner, { pledgeId: gift.pledgeId, giftCents: cents(60_000n) });

  expect(preview).toMatchObject({
    totalCents: 60_000n,
    matches: [{ fromCents: 80_000n, toCents: 20_000n }],
    campaignBeforeCents: 160_000n,
    campaignAfterCents: 40_000n,
    needsSecondPerson: true,
  });
  expect(await requestsOf(gift)).toEqual([]);
});

test("X1, X2: another holder and the donor find nothing, a member and staff may not, and the audit log knows who asked", async () => {
  const gift = await aGift();
  const other = await aCampaign(deps);
  const { organisationId } = gift;
  const member = await aUser(deps.db, { memberships: [{ organisationId, role: "member" }] });

  for (const actor of [other.owner, await aUser(deps.db), { kind: "guest" } as const])
    await expect(ask(gift, undefined, actor)).rejects.toMatchObject({ status: 404 });
  for (const actor of [member, await staff("case_officer")])
    await expect(ask(gift, undefined, actor)).rejects.toMatchObject({ status: 403 });
  expect(await requestsOf(gift)).toEqual([]);
  await ask(gift);

  const lines = await deps.db
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.action, "refund.ask"), eq(auditLog.subjectId, gift.pledgeId)));
  const change = { askedBy: "holder", giftCents: 80_000, tipCents: 0 };
  expect(lines).toMatchObject([{ actor: `user:${gift.owner.userId}`, change, reason: WHY }]);
});

test("F3: staff who belong to the holder don't decide what it asks", async () => {
  const gift = await aGift();
  const requestId = await ask(gift);
  const { organisationId } = gift;
  const both = await aUser(deps.db, {
    staffRoles: ["case_officer", "authoriser"],
    memberships: [{ organisationId, role: "member" }],
  });
  await joinOrganisation(deps, organisationId, both.userId);
  const parts = { giftCents: cents(100n), tipCents: cents(0n) };

  const proposing = proposeRefund(deps, both, { pledgeId: gift.pledgeId, parts, reason: "Oui." });
  await expect(proposing).rejects.toMatchObject({ type: "own-request" });
  await expect(refuseRefund(deps, both, { requestId, reason: "Non." })).rejects.toMatchObject({ type: "own-request" });
  expect(await requestsOf(gift)).toEqual(["holder asked"]);
});
