import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { postgresError } from "../../src/db/postgres-errors.ts";
import { needOffers } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { createMailer } from "../../src/mail/mailer.ts";
import { findLetter, listLetters } from "../../src/mail/queries.ts";
import { sendMail } from "../../src/mail/send-mail.ts";
import { answerOffer } from "../../src/offers/answer-offer.ts";
import { makeOffer } from "../../src/offers/make-offer.ts";
import { offerPages } from "../../src/offers/pages.tsx";
import { findOffer, listOffered, needsOf } from "../../src/offers/queries.ts";
import { aBrowser, signIn, submitForm, type TestApp, testApp } from "../support/app.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";

const database = testDatabase();
let deps: Deps;
let site: TestApp;

beforeAll(async () => {
  deps = await testDeps(database.db);
  site = testApp(deps, { pageRoutes: offerPages });
});

const NEEDS = [
  { label: "Écrans", quantity: 3, neededOn: "2027-02-01" },
  { label: "Coups de main", quantity: 10 },
];
const needy = () => aCampaign(deps, "live", { needs: NEEDS });

const offer = (campaignId: string, quantity: number) =>
  makeOffer(
    deps,
    { kind: "guest" },
    {
      campaignId,
      position: 0,
      quantity,
      name: "Dona",
      email: "dona@example.org",
      phone: "06 00 00 00 00",
      message: "Des 24 pouces.",
      language: "fr",
    },
  );

const left = async (campaignId: string) => (await needsOf(deps.db, deps.fundId, campaignId))[0]?.left;

test("X7: who offers is reached only once their offer is accepted", async () => {
  const campaign = await needy();
  const guest = aBrowser(site.app);
  const path = `/collectes/${campaign.slug}/besoins`;
  const typed = {
    position: "0",
    quantity: "deux",
    name: "Inès",
    email: "ines@example.org",
    phone: "",
    message: "Neufs",
  };

  const wrong = await submitForm(guest, path, typed);
  const tooMany = await submitForm(guest, path, { ...typed, quantity: "4" });
  const sent = await submitForm(guest, path, { ...typed, quantity: "2" });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('value="Inès"');
  expect(tooMany.text).toContain("Il en manque 3.");
  expect(sent.headers.location).toBe(`${path}?envoyee=1`);

  const holder = await signIn(site, campaign.owner.email);
  const [made] = await listOffered(deps.db, deps.fundId, campaign.id);
  const own = `/mes-collectes/${campaign.id}/besoins/${made?.id}`;
  const before = (await holder.get(own).expect(200)).text;
  expect(before).toContain("Inès");
  expect(before).not.toContain("ines@example.org");
  const greedy = await submitForm(holder, own, { quantity: "3", word: "Merci !" }, `${own}/acceptation`);
  expect(greedy.status).toBe(422);
  expect(greedy.text).toContain("Merci !</textarea>");
  await submitForm(holder, own, { quantity: "2", word: "Merci !" }, `${own}/acceptation`);

  expect((await holder.get(own)).text).toContain("mailto:ines@example.org");
  expect(await left(campaign.id)).toBe(1);
  expect((await guest.get(path)).text).not.toContain("ines@example.org");
});

test("offers accepted at once never exceed what is needed", async () => {
  const campaign = await needy();
  const offers = [await offer(campaign.id, 2), await offer(campaign.id, 2), await offer(campaign.id, 2)];

  const answers = await Promise.allSettled(
    offers.map((offerId) =>
      answerOffer(
        deps,
        campaign.owner,
        { campaignId: campaign.id, offerId },
        { kind: "accepted", quantity: 2, word: "" },
      ),
    ),
  );

  const refused = answers.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  expect(refused).toHaveLength(2);
  for (const reason of refused) expect(reason).toMatchObject({ type: "need-filled", status: 409 });
  expect(await left(campaign.id)).toBe(1);
});

test("an offer has one answer, and its letter says which", async () => {
  const campaign = await needy();
  const offerId = await offer(campaign.id, 1);
  const named = { campaignId: campaign.id, offerId };
  await answerOffer(deps, campaign.owner, named, { kind: "declined", word: "Nous en avons trouvé." });
  const again = answerOffer(deps, campaign.owner, named, { kind: "accepted", quantity: 1, word: "" });
  await expect(again).rejects.toMatchObject({ type: "offer-answered" });

  const mailer = createMailer(database.db, undefined, "");
  await sendMail({ ...deps, mailer }, { template: "offer-answered", subjectId: offerId });

  const [latest] = await listLetters(database.db);
  expect(latest?.recipient).toBe("dona@example.org");
  const { body } = (await findLetter(database.db, latest?.id ?? "")) ?? { body: "" };
  expect(body).toContain("Nous en avons trouvé.");
  expect(body).toContain("Vos coordonnées ne lui ont pas été montrées");
  expect((await findOffer(deps.db, deps.fundId, offerId))?.email).toBeNull();
});

test("X1: only the holder's people answer an offer", async () => {
  const [campaign, other] = [await needy(), await needy()];
  const offerId = await offer(campaign.id, 1);
  const officer = await aUser(database.db, { staffRoles: ["case_officer"] });
  const tried = (actor: typeof officer, campaignId: string) =>
    answerOffer(deps, actor, { campaignId, offerId }, { kind: "declined", word: "Non." });

  await expect(tried(other.owner, campaign.id)).rejects.toMatchObject({ status: 404 });
  await expect(tried(other.owner, other.id)).rejects.toMatchObject({ status: 404 });
  await expect(tried(officer, campaign.id)).rejects.toMatchObject({ status: 403 });
});

test.each([
  ["needs_in_kind_never_over_accepted", "update needs_in_kind set accepted = quantity + 1"],
  [
    "need_offers_accepted_within_offered",
    "update need_offers set state = 'accepted', accepted_quantity = 2, word = '', answered_by = (select id from users limit 1), answered_at = now() where id = (select max(id::text)::uuid from need_offers)",
  ],
  ["need_offers_answer_whole", "update need_offers set state = 'declined' where state = 'open'"],
  ["need_offers_answered_once", "update need_offers set name = 'X'"],
  [
    "need_offers_begin_open",
    "insert into need_offers (fund_id, id, campaign_id, position, name, email, language, quantity, message, created_at, state) select fund_id, gen_random_uuid(), campaign_id, position, name, email, language, quantity, message, created_at, 'declined' from need_offers limit 1",
  ],
])("the database holds %s", async (constraint, change) => {
  const campaign = await needy();
  const offerId = await offer(campaign.id, 1);

  const error = await database.owner
    .transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      await tx.execute(sql.raw(change));
    })
    .catch((reason: unknown) => reason);

  expect(postgresError(error)?.constraint).toBe(constraint);
  const [row] = await deps.db.select().from(needOffers).where(eq(needOffers.id, offerId));
  expect(row).toMatchObject({ state: "open", acceptedQuantity: null });
});
