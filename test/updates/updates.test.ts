import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, expect, test } from "vitest";
import { postgresError } from "../../src/db/postgres-errors.ts";
import { campaignUpdateLetters, outbox } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { createMailer } from "../../src/mail/mailer.ts";
import { findLetter, listLetters } from "../../src/mail/queries.ts";
import { sendMail } from "../../src/mail/send-mail.ts";
import { accessToken } from "../../src/pledges/access-token.ts";
import { cancelPledge } from "../../src/pledges/cancel-pledge.ts";
import { announceUpdate, sweepUpdates } from "../../src/updates/announce-update.ts";
import { hideUpdate } from "../../src/updates/hide-update.ts";
import { newsUrl } from "../../src/updates/news-link.ts";
import { updatePages } from "../../src/updates/pages.tsx";
import { publishUpdate } from "../../src/updates/publish-update.ts";
import { listUpdates } from "../../src/updates/queries.ts";
import { aBrowser, signIn, submitForm, type TestApp, testApp } from "../support/app.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { aFirmPledge, aPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;
let site: TestApp;

beforeAll(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  site = testApp(deps, { pageRoutes: updatePages });
});

type Campaign = Awaited<ReturnType<typeof aCampaign>>;

async function published(campaign: Campaign, more: { corrects?: string } = {}) {
  const id = uuidv7();
  const news = { id, campaignId: campaign.id, title: "Le local est trouvé", body: "Merci à tous.\n\nOn emménage." };
  await publishUpdate(deps, campaign.owner, { ...news, ...more });
  return id;
}

const lettersOf = async (updateId: string) =>
  (await deps.db.select().from(campaignUpdateLetters).where(eq(campaignUpdateLetters.updateId, updateId))).map(
    ({ pledgeId }) => pledgeId,
  );

test("without a script, a holder sees the news before it is public, and publishes it once", async () => {
  const campaign = await aCampaign(deps);
  const holder = await signIn(site, campaign.owner.email);
  const path = `/mes-collectes/${campaign.id}/actualites`;
  const typed = { title: "Les travaux commencent", body: "Lundi.\n\nVenez voir.", step: "preview" };

  const empty = await submitForm(holder, path, { ...typed, title: "" });
  const preview = await submitForm(holder, path, typed);
  const id = /name="id" value="([^"]+)"/.exec(preview.text)?.[1] ?? "";
  const guest = aBrowser(site.app);
  const before = (await guest.get(`/collectes/${campaign.slug}/actualites`).expect(200)).text;
  for (const _ of ["sent", "sent again"]) await submitForm(holder, path, { ...typed, id, step: "confirm" });

  expect(empty.status).toBe(422);
  expect(empty.text).toContain("Venez voir.</textarea>");
  expect(preview.text).toContain("rien n’est publié encore");
  expect(before).not.toContain("Les travaux commencent");
  const shown = (await guest.get(`/collectes/${campaign.slug}/actualites`)).text;
  expect(shown.match(/Les travaux commencent/g)).toHaveLength(1);
  expect(shown).toContain("<p>Venez voir.</p>");
});

test("each donor's address gets one letter an update, however often the job runs, and from where it was cut off", async () => {
  const campaign = await aCampaign(deps);
  const twice = { email: "Deux@Example.org" };
  await aFirmPledge(deps, campaign.id, 1_000n, twice);
  const latest = await aFirmPledge(deps, campaign.id, 1_000n, { email: "deux@example.org" });
  const other = await aFirmPledge(deps, campaign.id, 1_000n);
  const gone = await aFirmPledge(deps, campaign.id, 1_000n);
  await cancelPledge(deps, { kind: "guest" }, { pledgeId: gone, token: accessToken(deps.cipher, gone) });
  await aPledge(deps, campaign.id, 1_000n);

  const updateId = await published(campaign);
  await Promise.all([announceUpdate(deps, updateId), announceUpdate(deps, updateId)]);
  await aFirmPledge(deps, campaign.id, 1_000n);
  await announceUpdate(deps, updateId);

  expect((await lettersOf(updateId)).toSorted()).toEqual([latest, other].toSorted());
  const jobs = await deps.db
    .select()
    .from(outbox)
    .where(sql`${outbox.payload}->>'subjectId' like ${`${updateId}/%`}`);
  expect(jobs).toHaveLength(2);
});

test("X5: letters a failed job left are found for a week; none is made for who was erased", async () => {
  const campaign = await aCampaign(deps);
  const reached = await aFirmPledge(deps, campaign.id, 1_000n);
  await aFirmPledge(deps, campaign.id, 1_000n, { email: "efface-1@efface.invalid" });
  const updateId = await published(campaign);
  await published(campaign, { corrects: updateId });

  await sweepUpdates(deps);
  expect(await lettersOf(updateId)).toEqual([]);
  await moveClock(database, sandbox, DAY);
  for (const _ of ["first", "again"]) await sweepUpdates(deps);
  expect(await lettersOf(updateId)).toEqual([reached]);

  const forgotten = await published(campaign);
  await moveClock(database, sandbox, 8 * DAY);
  await sweepUpdates(deps);
  expect(await lettersOf(forgotten)).toEqual([]);
});

test("the letter says why it came; its link shows a button, which stops the news and gives nothing of the gift away", async () => {
  const campaign = await aCampaign(deps);
  const pledgeId = await aFirmPledge(deps, campaign.id, 1_000n, { email: "lectrice@example.org" });
  const updateId = await published(campaign);
  const mailer = createMailer(database.db, undefined, "");
  const write = () =>
    sendMail({ ...deps, mailer }, { template: "campaign-news", subjectId: `${updateId}/${pledgeId}` });

  await write();
  const [latest] = await listLetters(database.db);
  const letter = await findLetter(database.db, latest?.id ?? "");
  const link = newsUrl(deps, pledgeId);
  expect(letter).toMatchObject({ recipient: "lectrice@example.org" });
  for (const words of ["Le local est trouvé", "On emménage.", link, "parce que vous avez donné"])
    expect(letter?.body).toContain(words);

  const reader = aBrowser(site.app);
  const path = new URL(link).pathname;
  expect((await reader.get(path).expect(200)).text).toContain("Ne plus recevoir ces nouvelles");
  await reader.get(`${path.slice(0, -1)}${path.endsWith("0") ? "1" : "0"}`).expect(404);
  await submitForm(reader, path, { wanted: "no" });
  expect((await reader.get(path)).text).toContain("Recevoir à nouveau");

  const before = (await listLetters(database.db)).length;
  await write();
  const next = await published(campaign);
  await announceUpdate(deps, next);
  expect(await listLetters(database.db)).toHaveLength(before);
  expect(await lettersOf(next)).toEqual([]);
});

test("X2: staff hide news with a reason its holder is told; it is neither shown nor sent any more", async () => {
  const campaign = await aCampaign(deps);
  const pledgeId = await aFirmPledge(deps, campaign.id, 1_000n);
  const updateId = await published(campaign);
  const officer = await aUser(database.db, { staffRoles: ["case_officer"] });
  const hiding = { campaignId: campaign.id, updateId, reason: "Un numéro de téléphone y figure." };

  await expect(hideUpdate(deps, campaign.owner, hiding)).rejects.toMatchObject({ status: 403 });
  await hideUpdate(deps, officer, hiding);
  await hideUpdate(deps, officer, hiding);
  await announceUpdate(deps, updateId);

  const mailer = createMailer(database.db, undefined, "");
  const before = (await listLetters(database.db)).length;
  await sendMail({ ...deps, mailer }, { template: "campaign-news", subjectId: `${updateId}/${pledgeId}` });
  expect(await listLetters(database.db)).toHaveLength(before);
  expect((await listUpdates(deps, { campaignId: campaign.id, limit: 9 })).items).toEqual([]);
  expect((await listUpdates(deps, { campaignId: campaign.id, limit: 9, hiddenToo: true })).items).toMatchObject([
    { id: updateId, hiddenReason: hiding.reason, letters: 0 },
  ]);
  const told = await deps.db
    .select()
    .from(outbox)
    .where(sql`${outbox.payload}->>'subjectId' = ${`${updateId}/${campaign.owner.userId}`}`);
  expect(told).toHaveLength(1);
});

test("published news stands: a correction is added below it, and nothing else changes it", async () => {
  const [campaign, other] = [await aCampaign(deps), await aCampaign(deps)];
  const updateId = await published(campaign);
  await published(campaign, { corrects: updateId });

  const { items } = await listUpdates(deps, { campaignId: campaign.id, limit: 9 });
  expect(items).toMatchObject([{ id: updateId, corrections: [{ title: "Le local est trouvé" }] }]);
  for (const corrects of [updateId, uuidv7()])
    await expect(published(other, { corrects })).rejects.toMatchObject({ status: 404 });
  const elsewhere = await database.owner
    .transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      await tx.execute(sql`insert into campaign_updates select fund_id, ${uuidv7()}::uuid, ${other.id}::uuid, title, body,
        id, published_by, published_at from campaign_updates where id = ${updateId}`);
    })
    .catch(postgresError);
  expect(elsewhere).toMatchObject({ constraint: "campaign_updates_corrects_own" });
  for (const change of [sql`update campaign_updates set body = 'x'`, sql`delete from campaign_updates`]) {
    const tried = database.owner.transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      await tx.execute(change);
    });
    await expect(tried).rejects.toThrow();
  }
});

test("X1: strangers publish nothing, and nobody writes to the donors of a campaign that has none yet", async () => {
  const [campaign, other, draft] = [await aCampaign(deps), await aCampaign(deps), await aCampaign(deps, "draft")];

  await expect(published({ ...campaign, owner: other.owner })).rejects.toMatchObject({ status: 404 });
  await expect(published(draft)).rejects.toMatchObject({ type: "campaign-not-open" });
  await aBrowser(site.app).get(`/collectes/${draft.slug}/actualites`).expect(404);
});

test("older news follows page by page, none twice", async () => {
  const campaign = await aCampaign(deps);
  const made = [await published(campaign), await published(campaign), await published(campaign)];

  const first = await listUpdates(deps, { campaignId: campaign.id, limit: 2 });
  const second = await listUpdates(deps, { campaignId: campaign.id, limit: 2, cursor: first.nextCursor ?? "" });

  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(made.toReversed());
  expect(second.nextCursor).toBeNull();
});
