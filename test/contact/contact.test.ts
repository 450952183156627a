import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { answerMessage } from "../../src/contact/answer-message.ts";
import { contactPages } from "../../src/contact/pages.tsx";
import { listMessages, readMessage } from "../../src/contact/queries.ts";
import { sendMessage } from "../../src/contact/send-message.ts";
import type { Deps } from "../../src/deps.ts";
import { type Actor, worker } from "../../src/domain/actor.ts";
import { outboxBacklog } from "../../src/jobs/empty-outbox.ts";
import { createMailer } from "../../src/mail/mailer.ts";
import { listLetters } from "../../src/mail/queries.ts";
import { sendMail } from "../../src/mail/send-mail.ts";
import { aBrowser, submitForm, testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";

const database = testDatabase();
let deps: Deps;
let staff: Extract<Actor, { kind: "user" }>;

beforeAll(async () => {
  deps = await testDeps(database.db);
  staff = await aUser(database.db, { staffRoles: ["case_officer"] });
});

const WRITTEN = {
  name: "Dona",
  email: "dona@example.org",
  body: "Où en est mon don de mardi ?",
  language: "en",
} as const;
const aMessage = () => sendMessage(deps, { kind: "guest" }, WRITTEN);

test("a visitor's message reaches staff; what is wrong is named and what was typed stays", async () => {
  const browser = aBrowser(testApp(deps, { pageRoutes: contactPages }).app);
  const typed = { name: "Dona", email: "not an address", body: "Où en est mon don de mardi ?" };

  const refused = await submitForm(browser, "/contact", typed);
  const taken = await submitForm(browser, "/contact", { ...typed, email: "dona@example.org" });

  expect(refused.status).toBe(422);
  expect(refused.text).toContain('id="email-error"');
  expect(refused.text).toContain("Où en est mon don de mardi ?</textarea>");
  expect(taken.headers.location).toBe("/contact/merci");
  const { items } = await listMessages(deps, staff, { limit: 10, open: true });
  expect(items).toMatchObject([{ name: "Dona", email: "dona@example.org", body: typed.body, answer: null }]);
});

test("staff answer once; the letter carries the answer and the message, in the language of who wrote", async () => {
  const messageId = await aMessage();
  const before = (await listLetters(database.db)).length;

  const answers = await Promise.allSettled(
    ["Il est arrivé.", "Une autre réponse."].map((answer) => answerMessage(deps, staff, { messageId, answer })),
  );
  const mailer = createMailer(database.db, undefined, "");
  await sendMail({ ...deps, mailer }, { template: "message-answered", subjectId: messageId });

  expect(answers.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const letters = await listLetters(database.db);
  expect(letters).toHaveLength(before + 1);
  expect(await outboxBacklog(database.db)).toMatchObject({ waiting: 1 });
  expect(letters[0]).toMatchObject({ recipient: "dona@example.org", subject: "Answer to your message" });
  const { answer, answeredByName } = await readMessage(deps, worker("test"), messageId);
  expect(["Il est arrivé.", "Une autre réponse."]).toContain(answer);
  expect(answeredByName).toBe("Camille");
});

test("X1: only administrators and case officers answer", async () => {
  const messageId = await aMessage();
  const auditor = await aUser(database.db, { staffRoles: ["auditor"] });

  await expect(answerMessage(deps, auditor, { messageId, answer: "Bonjour." })).rejects.toMatchObject({ status: 404 });
});

test.each([
  ["deleted", sql`delete from contact_messages`],
  ["rewritten", sql`update contact_messages set body = 'autre chose'`],
  [
    "answered again",
    sql`update contact_messages set answer = 'non', answered_by = gen_random_uuid(), answered_at = now()`,
  ],
])("the database refuses that a message is %s", async (_, change) => {
  const messageId = await aMessage();
  await answerMessage(deps, staff, { messageId, answer: "Oui." });

  const tried = database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(change);
  });

  await expect(tried).rejects.toThrow();
});
