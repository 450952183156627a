import nodemailer from "nodemailer";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { mailbox } from "../db/schema/platform.ts";
import type { Language } from "../i18n/text.ts";
import { letterHtml } from "./letter-html.tsx";

export type Letter = {
  readonly to: string;
  readonly subject: string;
  /** Paragraphs with a blank line between them; a link stands alone in its own. */
  readonly text: string;
  readonly language: Language;
  /** Where its reader stops such letters: mail programs show it as a button of their own (RFC 2369). */
  readonly unsubscribe?: string;
};

export type Mailer = {
  /** `mailbox`: letters are kept in the database and shown on a page; nobody else gets them. */
  readonly kind: "smtp" | "mailbox";
  deliverMail(letter: Letter): Promise<void>;
  close(): void;
};

/** Sends by the mail server where one is configured, else keeps the letters in the mailbox. */
export function createMailer(db: Database, smtpUrl: string | undefined, from: string): Mailer {
  return smtpUrl === undefined ? mailboxMailer(db) : smtpMailer(smtpUrl, from);
}

function smtpMailer(url: string, from: string): Mailer {
  const transport = nodemailer.createTransport({
    url,
    pool: true,
    maxConnections: 2,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
  });
  return {
    kind: "smtp",
    async deliverMail(letter) {
      const { to, subject, text, unsubscribe } = letter;
      const list = unsubscribe === undefined ? undefined : { unsubscribe };
      await transport.sendMail({ from, to, subject, text, html: letterHtml(letter), ...(list && { list }) });
    },
    close: () => transport.close(),
  };
}

function mailboxMailer(db: Database): Mailer {
  return {
    kind: "mailbox",
    async deliverMail({ to, subject, text }) {
      await db
        .insert(mailbox)
        .values({ id: uuidv7(), recipient: to, subject, body: text, createdAt: await fundNow(db) });
    },
    close: () => {},
  };
}
