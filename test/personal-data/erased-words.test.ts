import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { postgresError } from "../../src/db/postgres-errors.ts";
import { campaignQuestions, needOffers } from "../../src/db/schema/campaign-life.ts";
import type { Deps } from "../../src/deps.ts";
import { createMailer } from "../../src/mail/mailer.ts";
import { listLetters } from "../../src/mail/queries.ts";
import { sendMail } from "../../src/mail/send-mail.ts";
import { TEMPLATES } from "../../src/mail/templates.ts";
import { answerOffer } from "../../src/offers/answer-offer.ts";
import { makeOffer } from "../../src/offers/make-offer.ts";
import { offerPages } from "../../src/offers/pages.tsx";
import { countOpenOffers, needsOf } from "../../src/offers/queries.ts";
import { erasePerson } from "../../src/personal-data/erase-person.ts";
import { type ErasureSubject, erasureUrl } from "../../src/personal-data/erasure-link.ts";
import { accessToken } from "../../src/pledges/access-token.ts";
import { cancelPledge } from "../../src/pledges/cancel-pledge.ts";
import { answerQuestion } from "../../src/questions/answer-question.ts";
import { askQuestion } from "../../src/questions/ask-question.ts";
import { questionPages } from "../../src/questions/pages.tsx";
import { countOpen } from "../../src/questions/queries.ts";
import { refuseQuestion } from "../../src/questions/refuse-question.ts";
import { aBrowser, signIn, type TestApp, testApp } from "../support/app.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const guest = { kind: "guest" } as const;
let deps: Deps;
let site: TestApp;

beforeAll(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  site = testApp(deps, { pageRoutes: [...offerPages, ...questionPages] });
});

type Campaign = Awaited<ReturnType<typeof aCampaign>>;
const needy = () => aCampaign(deps, "live", { needs: [{ label: "Écrans", quantity: 5 }] });

const offer = (campaign: Campaign, email: string) =>
  makeOffer(deps, guest, {
    campaignId: campaign.id,
    position: 0,
    quantity: 1,
    name: "Philippine T.",
    email,
    phone: "06 99 88 77 66",
    message: "Un écran",
    language: "fr",
  });
const ask = (campaign: Campaign, email: string, body: string) =>
  askQuestion(deps, guest, { campaignId: campaign.id, name: "Philippine T.", email, body, language: "fr" });

async function erase(subject: ErasureSubject): Promise<void> {
  const { searchParams } = new URL(await erasureUrl(deps, subject));
  const key = { limit: searchParams.get("limite") ?? "", key: searchParams.get("cle") ?? "" };
  await erasePerson(deps, guest, subject, key);
}

const ofAnAccount = async (email: string) => {
  const { userId } = await aUser(database.db, { email });
  return { kind: "compte", id: userId } as const;
};
const ofAGuest = async (email: string) => {
  const campaign = await aCampaign(deps, "live");
  const pledgeId = await aFirmPledge(deps, campaign.id, 2_000n, { email });
  await cancelPledge(deps, guest, { pledgeId, token: accessToken(deps.cipher, pledgeId) });
  return { kind: "don", id: pledgeId } as const;
};

test.each([
  ["an account", "compte@philippine.example", ofAnAccount],
  ["a guest", "invitee@philippine.example", ofAGuest],
])(
  "X5: what %s offered and nobody answered is withdrawn; what was accepted stays counted",
  async (_, email, aPerson) => {
    const campaign = await needy();
    const [open, accepted, declined] = [
      await offer(campaign, email),
      await offer(campaign, email),
      await offer(campaign, email),
    ];
    const named = (offerId: string) => ({ campaignId: campaign.id, offerId });
    await answerOffer(deps, campaign.owner, named(accepted), {
      kind: "accepted",
      quantity: 1,
      word: "Merci Philippine",
    });
    await answerOffer(deps, campaign.owner, named(declined), { kind: "declined", word: "Désolés" });

    await erase(await aPerson(email.toUpperCase()));

    const left = await database.db.select().from(needOffers).where(eq(needOffers.campaignId, campaign.id));
    expect(Object.fromEntries(left.map(({ id, state }) => [id, state]))).toEqual({
      [open]: "withdrawn",
      [accepted]: "accepted",
      [declined]: "declined",
    });
    expect(JSON.stringify(left)).not.toMatch(/philippine|06 99|Un écran/i);
    expect((await needsOf(deps.db, deps.fundId, campaign.id))[0]?.left).toBe(4);
    expect(await countOpenOffers(deps.db, deps.fundId, campaign.id)).toBe(0);
    const late = answerOffer(deps, campaign.owner, named(open), { kind: "accepted", quantity: 1, word: "" });
    await expect(late).rejects.toMatchObject({ type: "offer-answered", status: 409 });
    expect(await TEMPLATES["offer-made"]?.(deps, `${open}/${campaign.owner.userId}`)).toBeUndefined();
    const letters = (await listLetters(database.db)).length;
    const mailer = createMailer(database.db, undefined, "");
    await sendMail({ ...deps, mailer }, { template: "offer-answered", subjectId: accepted });
    expect(await listLetters(database.db)).toHaveLength(letters);
    const holder = await signIn(site, campaign.owner.email);
    const read = async (id: string) =>
      (await holder.get(`/mes-collectes/${campaign.id}/besoins/${id}`).expect(200)).text;
    expect(await read(open)).toContain("Retirée");
    expect(await read(open)).not.toContain("/acceptation");
    for (const page of [await read(open), await read(accepted)]) {
      expect(page).toContain("elle a fait effacer ses données");
      expect(page).not.toContain("efface.invalid");
    }
  },
);

test.each([
  ["an account", "compte@questions.example", ofAnAccount],
  ["a guest", "invitee@questions.example", ofAGuest],
])(
  "X5: what %s asked stays public without a name once answered, and is withdrawn before",
  async (_, email, aPerson) => {
    const campaign = await needy();
    const about = (questionId: string) => ({ campaignId: campaign.id, questionId });
    const open = await ask(campaign, email, "Et le samedi ?");
    const answered = await ask(campaign, email, "Faut-il réserver ?");
    await answerQuestion(deps, campaign.owner, { ...about(answered), answer: "Non, venez quand vous voulez." });
    const signed = await ask(campaign, email, "Y a-t-il un parking ? Merci, Philippine.");
    await answerQuestion(deps, campaign.owner, {
      ...about(signed),
      answer: "Bonjour PHILIPPINE, oui, devant le lieu.",
    });
    const refused = await ask(campaign, email, "Philippine a-t-elle gagné ?");
    await refuseQuestion(deps, campaign.owner, { ...about(refused), reason: "Philippine se trompe de page." });

    await erase(await aPerson(email));

    const page = (await aBrowser(site.app).get(`/collectes/${campaign.slug}/questions`).expect(200)).text;
    expect(page).toContain("Faut-il réserver ?");
    expect(page).toContain("Non, venez quand vous voulez.");
    expect(page).not.toMatch(/Philippine|samedi/i);
    const left = await database.db
      .select()
      .from(campaignQuestions)
      .where(eq(campaignQuestions.campaignId, campaign.id));
    expect(JSON.stringify(left)).not.toMatch(/philippine|samedi|questions\.example/i);
    expect(left.filter(({ withdrawnAt }) => withdrawnAt !== null).map(({ id }) => id)).toEqual([open]);
    expect(await countOpen(deps.db, deps.fundId, campaign.id)).toBe(0);
    const late = answerQuestion(deps, campaign.owner, { ...about(open), answer: "Oui." });
    await expect(late).rejects.toMatchObject({ status: 409 });
    expect(await TEMPLATES["question-asked"]?.(deps, `${open}/${campaign.owner.userId}`)).toBeUndefined();
    const holder = await signIn(site, campaign.owner.email);
    const held = (await holder.get(`/mes-collectes/${campaign.id}/questions`).expect(200)).text;
    expect(held).not.toContain(open);
    await holder.get(`/mes-collectes/${campaign.id}/questions/${open}`).expect(404);
  },
);

test("X5: an answer and an erasure at once leave one outcome, never an accepted offer that is withdrawn", async () => {
  for (let round = 0; round < 5; round += 1) {
    const email = `course-${round}@philippine.example`;
    const campaign = await needy();
    const offerId = await offer(campaign, email);
    const subject = await ofAnAccount(email);

    await Promise.allSettled([
      answerOffer(
        deps,
        campaign.owner,
        { campaignId: campaign.id, offerId },
        { kind: "accepted", quantity: 1, word: "" },
      ),
      erase(subject),
    ]);

    const [made] = await database.db.select().from(needOffers).where(eq(needOffers.id, offerId));
    const left = (await needsOf(deps.db, deps.fundId, campaign.id))[0]?.left;
    expect([made?.name, made?.state, left]).toEqual(
      made?.state === "accepted" ? ["", "accepted", 4] : ["", "withdrawn", 5],
    );
  }
});

const ERASED = "email = 'efface-1@efface.invalid', name = ''";

test.each([
  ["need_offers_answered_once", "update need_offers set state = 'withdrawn' where id = :offer"],
  ["need_offers_answered_once", `update need_offers set ${ERASED}, phone = null, message = '…' where id = :offer`],
  [
    "need_offers_answered_once",
    `update need_offers set ${ERASED}, phone = null, state = 'accepted', accepted_quantity = 1 where id = :offer`,
  ],
  [
    "need_offers_begin_open",
    'insert into need_offers select (jsonb_populate_record(o, \'{"id": "00000000-0000-7000-8000-000000000001", "state": "withdrawn"}\')).* from need_offers o where id = :offer',
  ],
  ["campaign_questions_answered_once", "update campaign_questions set withdrawn_at = now() where id = :question"],
  ["campaign_questions_answered_once", `update campaign_questions set ${ERASED}, body = '…' where id = :question`],
  [
    "campaign_questions_answered_once",
    `update campaign_questions set ${ERASED}, body = 'autre', withdrawn_at = now() where id = :question`,
  ],
  [
    "campaign_questions_withdrawn_unanswered",
    `update campaign_questions set ${ERASED}, body = '…', withdrawn_at = now() where id = :question;
     update campaign_questions set answer = 'Oui', answered_by = :owner, answered_at = now() where id = :question`,
  ],
])("X5: %s refuses: %s", async (constraint, statement) => {
  const campaign = await needy();
  const offerId = await offer(campaign, "garde@philippine.example");
  const questionId = await ask(campaign, `garde-${offerId}@philippine.example`, "Et le samedi ?");
  const written = statement
    .replaceAll(":offer", `'${offerId}'`)
    .replaceAll(":question", `'${questionId}'`)
    .replaceAll(":owner", `'${campaign.owner.userId}'`);

  const error = await database.owner
    .transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      for (const one of written.split(";")) await tx.execute(sql.raw(one));
    })
    .catch((failed: unknown) => failed);

  expect(postgresError(error)?.constraint ?? String(error)).toBe(constraint);
});
