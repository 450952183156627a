import { contactTexts as texts } from "../contact/messages.ts";
import { readMessage } from "../contact/queries.ts";
import type { Deps } from "../deps.ts";
import { worker } from "../domain/actor.ts";
import { letterOf } from "./letter-text.ts";
import type { Letter } from "./mailer.ts";

const asWritten = (text: string) => ({ fr: text, en: text });

/** To who wrote to the fund: the answer, in the words of who gave it. */
export async function messageAnswered(deps: Deps, messageId: string): Promise<Letter | undefined> {
  const { name, email, language, body, answer } = await readMessage(deps, worker("send-mail"), messageId);
  if (answer === null) return undefined;
  const quoted = `${name}\n${body}`.replace(/^/gm, "> ");
  const paragraphs = [asWritten(answer), texts.youWrote, asWritten(quoted), texts.writeAgain];
  return letterOf(
    email,
    language,
    { subject: texts.letterSubject, paragraphs },
    `${deps.baseUrl}/contact`,
    deps.bankAccount.name,
  );
}
