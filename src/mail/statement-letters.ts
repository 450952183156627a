import type { Deps } from "../deps.ts";
import { worker } from "../domain/actor.ts";
import { findPerson } from "../identity/queries.ts";
import { monthInWords } from "../statements/messages.ts";
import { readStatement } from "../statements/read-statement.ts";
import { letterOf } from "./letter-text.ts";
import type { Letter } from "./mailer.ts";

/** To one member of a partner: the month that ended has its statement. None to who is no member any more. */
export async function statementReady(deps: Deps, subjectId: string): Promise<Letter | undefined> {
  const [agreementId = "", month = "", userId = ""] = subjectId.split("/");
  const person = await findPerson(deps.db, userId);
  if (person === undefined) return undefined;
  const { party } = await readStatement(deps, worker("send-mail"), { agreementId, month });
  if (!person.memberships.some(({ organisationId }) => organisationId === party.partnerId)) return undefined;
  const words = monthInWords(month);
  const text = {
    subject: { fr: `Votre relevé : ${words.fr}`, en: `Your statement: ${words.en}` },
    paragraphs: [
      {
        fr: `Le relevé de l’accord ${party.reference} pour ${words.fr} est prêt, avec chaque don abondé. Le mois est arrêté : il ne changera plus.`,
        en: `The statement of agreement ${party.reference} for ${words.en} is ready, with each gift matched. The month is closed: it will not change.`,
      },
      {
        fr: "Lisez-le ou enregistrez-le pour votre comptabilité, en PDF ou en tableur, à cette adresse :",
        en: "Read it or keep it for your accounts, as a PDF or a spreadsheet, at this address:",
      },
    ],
  };
  const link = `${deps.baseUrl}/partenaires/${agreementId}/releves/${month}`;
  return letterOf(person.email, person.language, text, link, deps.bankAccount.name);
}
