import { expect, test } from "vitest";
import { InvariantViolation } from "../../src/errors.ts";
import { createMailer } from "../../src/mail/mailer.ts";
import { listLetters } from "../../src/mail/queries.ts";
import { sendMail } from "../../src/mail/send-mail.ts";
import { TEMPLATES } from "../../src/mail/templates.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";

const database = testDatabase();
const NOBODY = "00000000-0000-7000-8000-000000000000";

/** Subjects of more than one part, where a letter goes to one person about one thing. */
const PARTS: Readonly<Record<string, string>> = {
  "statement-ready": `${NOBODY}/2027-01/${NOBODY}`,
  "receipts-of-year": `2027/${NOBODY}`,
  "decisions-of-day": `2027-03-10/${NOBODY}`,
};
const ABOUT_ONE_THING =
  /^(bank-account|difference-given|stripe-account|campaign-changed|campaign-decided|campaign-news|update-hidden|question-asked|offer-made|committee-|own-grant|partner-receipt|safety-)/;
const subjectOf = (template: string) =>
  PARTS[template] ?? (ABOUT_ONE_THING.test(template) ? `${NOBODY}/${NOBODY}` : NOBODY);

const deps = async () => ({ ...(await testDeps(database.db)), mailer: createMailer(database.db, undefined, "") });

test.each(Object.keys(TEMPLATES))("the letter %s about something that is gone is not sent", async (template) => {
  await sendMail(await deps(), { template, subjectId: subjectOf(template) });

  expect(await listLetters(database.db)).toEqual([]);
});

test("a letter nobody wrote is our bug, and its job is parked", async () => {
  const sent = sendMail(await deps(), { template: "no-such-letter", subjectId: NOBODY });

  await expect(sent).rejects.toThrow(InvariantViolation);
});
