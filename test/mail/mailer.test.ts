import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { expect, test } from "vitest";
import { letterHtml } from "../../src/mail/letter-html.tsx";
import { createMailer } from "../../src/mail/mailer.ts";
import { findLetter, listLetters } from "../../src/mail/queries.ts";
import { testDatabase } from "../support/database.ts";

const database = testDatabase();
const LETTER = {
  to: "dona@example.org",
  subject: "Votre don – merci",
  text: "Bonjour,\n\nMerci <3 pour\nvotre don.\n\nhttps://fonds.example.org/dons/1?a=1&b=2\n\nLe fonds",
  language: "fr",
} as const;

test("without a mail server, letters are kept, the newest first", async () => {
  const mailer = createMailer(database.db, undefined, "");

  await mailer.deliverMail({ ...LETTER, subject: "one" });
  await mailer.deliverMail(LETTER);

  const letters = await listLetters(database.db);
  expect(letters.map(({ subject }) => subject)).toEqual([LETTER.subject, "one"]);
  expect(await findLetter(database.db, letters[0]?.id ?? "")).toMatchObject({
    recipient: LETTER.to,
    body: LETTER.text,
  });
});

test("with a mail server, letters go there and nowhere else", async () => {
  const { server, url, received } = await aMailServer();
  const mailer = createMailer(database.db, url, "Fonds <fonds@example.org>");
  const keptBefore = (await listLetters(database.db)).length;

  await mailer.deliverMail(LETTER);

  expect(received).toHaveLength(1);
  expect(received[0]).toMatch(/^From: Fonds <fonds@example.org>\r\nTo: dona@example.org\r\n/m);
  expect(received[0]).toContain("https://fonds.example.org/dons/1");
  expect(received[0]).toContain("Content-Type: multipart/alternative;");
  expect(await listLetters(database.db)).toHaveLength(keptBefore);
  mailer.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

test("a mail server that refuses fails the delivery, so that its job is tried again", async () => {
  const { server, url } = await aMailServer({ refuse: true });
  const mailer = createMailer(database.db, url, "Fonds <fonds@example.org>");

  await expect(mailer.deliverMail(LETTER)).rejects.toThrow("mailbox full");

  mailer.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

test("the HTML says the same, escapes what people wrote, makes a button of a link and loads nothing", () => {
  const html = letterHtml(LETTER);

  expect(html).toContain('<html lang="fr">');
  expect(html).toContain("Merci &lt;3 pour\nvotre don.");
  expect(html).toContain('<a class="button" href="https://fonds.example.org/dons/1?a=1&amp;b=2">Ouvrir la page</a>');
  expect(html).toContain('<p class="signature">Le fonds</p>');
  expect(html).not.toMatch(/<img|<link|<script|url\(/);
});

async function aMailServer({ refuse = false } = {}) {
  const received: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo: (_address, _session, done) => done(refuse ? new Error("mailbox full") : null),
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk) => chunks.push(chunk));
      stream.on("end", () => {
        received.push(Buffer.concat(chunks).toString("utf8"));
        done();
      });
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  return { server, url: `smtp://127.0.0.1:${port}`, received };
}
