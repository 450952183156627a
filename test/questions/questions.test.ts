import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { postgresError } from "../../src/db/postgres-errors.ts";
import type { Deps } from "../../src/deps.ts";
import { createMailer } from "../../src/mail/mailer.ts";
import { findLetter, listLetters } from "../../src/mail/queries.ts";
import { sendMail } from "../../src/mail/send-mail.ts";
import { answerQuestion } from "../../src/questions/answer-question.ts";
import { askQuestion } from "../../src/questions/ask-question.ts";
import { questionPages } from "../../src/questions/pages.tsx";
import { listAnswered, listOpen } from "../../src/questions/queries.ts";
import { refuseQuestion } from "../../src/questions/refuse-question.ts";
import { aBrowser, signIn, submitForm, type TestApp, testApp } from "../support/app.ts";
import { aCampaign, forceState } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";

const database = testDatabase();
let deps: Deps;
let site: TestApp;
let campaign: Awaited<ReturnType<typeof aCampaign>>;
let counter = 0;

beforeAll(async () => {
  deps = await testDeps(database.db);
  site = testApp(deps, { pageRoutes: questionPages });
  campaign = await aCampaign(deps);
});

const ask = (email = `curieux-${counter++}@example.org`) =>
  askQuestion(
    deps,
    { kind: "guest" },
    {
      campaignId: campaign.id,
      name: "Dona",
      email,
      body: "Le lieu est-il accessible en fauteuil ?",
      language: "en",
    },
  );
const about = (questionId: string) => ({ campaignId: campaign.id, questionId });

test("a visitor's question is public with its answer alone, and never with the address", async () => {
  const guest = aBrowser(site.app);
  const path = `/collectes/${campaign.slug}/questions`;
  const typed = { name: "Zoé T.", email: "pas une adresse", body: "Faut-il réserver ?" };

  const refused = await submitForm(guest, path, typed);
  const sent = await submitForm(guest, path, { ...typed, email: "zoe@example.org" });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain("Faut-il réserver ?</textarea>");
  expect(sent.headers.location).toBe(`${path}?envoyee=1`);
  expect((await guest.get(path)).text).not.toContain("Faut-il réserver");

  const holder = await signIn(site, campaign.owner.email);
  const { items } = await listOpen(deps, { campaignId: campaign.id, limit: 10 });
  const own = `/mes-collectes/${campaign.id}/questions/${items[0]?.id}`;
  const empty = await submitForm(holder, own, { answer: "" }, `${own}/reponse`);
  expect(empty.status).toBe(422);
  expect(empty.text).toContain('id="answer-error"');
  await submitForm(holder, own, { answer: "Non, venez quand vous voulez." }, `${own}/reponse`);

  const shown = (await guest.get(path).expect(200)).text;
  for (const words of ["Zoé T.", "Faut-il réserver ?", "Non, venez quand vous voulez.", "La Fabrique du Coin"])
    expect(shown).toContain(words);
  expect(shown).not.toContain("zoe@example.org");
  expect((await holder.get(own)).text).not.toContain("zoe@example.org");
});

test("an answer and a refusal at once: one stands, and the asker's letter tells that one", async () => {
  const questionId = await ask("asker@example.org");
  const answers = await Promise.allSettled([
    answerQuestion(deps, campaign.owner, { ...about(questionId), answer: "Oui, de plain-pied." }),
    refuseQuestion(deps, campaign.owner, { ...about(questionId), reason: "Déjà dit sur la page." }),
  ]);
  await sendMail(
    { ...deps, mailer: createMailer(database.db, undefined, "") },
    { template: "question-answered", subjectId: questionId },
  );

  expect(answers.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const [latest] = await listLetters(database.db);
  const letter = await findLetter(database.db, latest?.id ?? "");
  expect(letter?.recipient).toBe("asker@example.org");
  const told = ["Oui, de plain-pied.", "Déjà dit sur la page."].filter((words) => letter?.body.includes(words));
  expect(told).toHaveLength(1);
  expect(letter?.body).toContain("You had asked");
});

test("staff take an answered question off the page, which its holder may not", async () => {
  const questionId = await ask();
  await answerQuestion(deps, campaign.owner, { ...about(questionId), answer: "Oui." });
  const officer = await aUser(database.db, { staffRoles: ["case_officer"] });
  const takeDown = { ...about(questionId), reason: "Un nom y figure." };

  await expect(refuseQuestion(deps, campaign.owner, takeDown)).rejects.toMatchObject({ status: 409 });
  await refuseQuestion(deps, officer, takeDown);

  const { items } = await listAnswered(deps, { campaignId: campaign.id, limit: 50 });
  expect(items.map(({ id }) => id)).not.toContain(questionId);
});

test("X1: strangers and other holders find no question; an auditor may not answer", async () => {
  const questionId = await ask();
  const other = await aCampaign(deps);
  const auditor = await aUser(database.db, { staffRoles: ["auditor"] });
  const tried = (actor: Parameters<typeof answerQuestion>[1], campaignId = campaign.id) =>
    answerQuestion(deps, actor, { campaignId, questionId, answer: "Oui." });

  await expect(tried(other.owner)).rejects.toMatchObject({ status: 404 });
  await expect(tried(other.owner, other.id)).rejects.toMatchObject({ status: 404 });
  await expect(tried(auditor)).rejects.toMatchObject({ status: 403 });
});

test("one address waits for its answers before it asks a fourth time", async () => {
  for (let asked = 0; asked < 3; asked += 1) await ask("bavard@example.org");

  await expect(ask("Bavard@example.org")).rejects.toMatchObject({ type: "questions-waiting" });
});

test("a campaign that has stopped takes no question, and a draft does not exist", async () => {
  const [stopped, draft] = [await aCampaign(deps), await aCampaign(deps, "draft")];
  await forceState(database, stopped.id, "failed");
  const asked = { name: "Dona", email: "d@example.org", body: "Une question ?", language: "fr" } as const;

  const toStopped = askQuestion(deps, { kind: "guest" }, { ...asked, campaignId: stopped.id });
  await expect(toStopped).rejects.toMatchObject({ type: "campaign-stopped" });
  const toDraft = askQuestion(deps, { kind: "guest" }, { ...asked, campaignId: draft.id });
  await expect(toDraft).rejects.toMatchObject({ status: 404 });
});

test.each([
  ["rewritten", sql`update campaign_questions set body = 'autre chose'`, "campaign_questions_answered_once"],
  ["answered again", sql`update campaign_questions set answer = 'non'`, "campaign_questions_answered_once"],
  ["half refused", sql`update campaign_questions set refusal = 'non'`, "campaign_questions_refusal_whole"],
  ["deleted", sql`delete from campaign_questions`, undefined],
])("the database refuses that an answered question is %s", async (_, change, constraint) => {
  const questionId = await ask();
  await answerQuestion(deps, campaign.owner, { ...about(questionId), answer: "Oui." });

  const tried = database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(sql`${change} ${sql`where answered_at is not null and refused_at is null`}`);
  });

  const error = await tried.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeDefined();
  if (constraint !== undefined) expect(postgresError(error)?.constraint).toBe(constraint);
});
