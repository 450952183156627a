import { desc, eq } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { mailbox } from "../db/schema/platform.ts";

const MOST_SHOWN = 200;

/** The letters kept by the mailbox stand-in, the newest first. */
export const listLetters = (reader: Reader) =>
  reader
    .select({ id: mailbox.id, recipient: mailbox.recipient, subject: mailbox.subject, createdAt: mailbox.createdAt })
    .from(mailbox)
    .orderBy(desc(mailbox.createdAt), desc(mailbox.id))
    .limit(MOST_SHOWN);

export type LetterRow = Awaited<ReturnType<typeof listLetters>>[number];

export async function findLetter(reader: Reader, id: string) {
  const [letter] = await reader.select().from(mailbox).where(eq(mailbox.id, id));
  return letter;
}

export type KeptLetter = NonNullable<Awaited<ReturnType<typeof findLetter>>>;
