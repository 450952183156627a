import { worker } from "../domain/actor.ts";
import type { Text } from "../i18n/text.ts";
import { findPerson } from "../identity/queries.ts";
import { type ReportDetail, readReport } from "../spending-reports/queries.ts";
import { formatDate, formatEuros } from "../ui/format.ts";
import { letterOf } from "./letter-text.ts";
import type { Template } from "./templates.ts";

type Said = { readonly subject: Text; readonly body: Text };

/** A letter about one grant to one person, while it still asks for something of them. */
const aboutGrant =
  (
    path: "convention" | "compte-rendu",
    isDue: (detail: ReportDetail) => boolean,
    say: (detail: ReportDetail) => Said,
  ): Template =>
  async (deps, subjectId) => {
    const [grantId = "", userId = ""] = subjectId.split("/");
    const detail = await readReport(deps, worker("send-mail"), grantId);
    const person = await findPerson(deps.db, userId);
    if (person === undefined || !isDue(detail)) return undefined;
    const { subject, body } = say(detail);
    const title = detail.grant.campaignTitle;
    const named = { fr: `${subject.fr} : ${title}`, en: `${subject.en}: ${title}` };
    const link = `${deps.baseUrl}/subventions/${grantId}/${path}`;
    return letterOf(person.email, person.language, { subject: named, paragraphs: [body] }, link, deps.bankAccount.name);
  };

const isMissing = ({ standing }: ReportDetail) => standing !== "accepted" && standing !== "to-examine";

export const grantLetters: Readonly<Record<string, Template>> = {
  "agreement-unsigned": aboutGrant(
    "convention",
    ({ grant }) => grant.holderSignedAt === null,
    () => ({
      subject: { fr: "Votre convention attend votre signature", en: "Your agreement awaits your signature" },
      body: {
        fr: "La convention de votre subvention n’est pas encore signée. Rien ne peut être versé avant. Lisez-la et signez-la ici :",
        en: "The agreement of your grant is not signed yet. Nothing can be paid before. Read and sign it here:",
      },
    }),
  ),
  "agreement-uncountersigned": aboutGrant(
    "convention",
    ({ grant }) => grant.fundSignedAt === null,
    () => ({
      subject: { fr: "Une convention attend la signature du fonds", en: "An agreement awaits the fund’s signature" },
      body: {
        fr: "La structure a signé sa convention il y a deux semaines. Le fonds doit la signer ici :",
        en: "The organisation signed its agreement two weeks ago. The fund is to sign it here:",
      },
    }),
  ),
  "report-soon": aboutGrant("compte-rendu", isMissing, ({ dueOn }) => ({
    subject: { fr: "Compte rendu financier à remettre", en: "Financial report to hand in" },
    body: {
      fr: `Le compte rendu financier de votre projet est à remettre au plus tard le ${formatDate(dueOn, "fr")}. Vous pouvez le remplir en plusieurs fois :`,
      en: `Your project’s financial report is due by ${formatDate(dueOn, "en")}. You may fill it in over several visits:`,
    },
  })),
  "report-due": aboutGrant("compte-rendu", isMissing, ({ dueOn }) => ({
    subject: { fr: "Votre compte rendu financier est attendu", en: "Your financial report is due" },
    body: {
      fr: `Le compte rendu financier de votre projet est attendu le ${formatDate(dueOn, "fr")}. Passé ce jour, votre structure ne peut plus demander de versement :`,
      en: `Your project’s financial report is due on ${formatDate(dueOn, "en")}. After that day your organisation can ask for no payment:`,
    },
  })),
  "report-late": aboutGrant("compte-rendu", isMissing, ({ dueOn }) => ({
    subject: { fr: "Votre compte rendu financier est en retard", en: "Your financial report is late" },
    body: {
      fr: `Le compte rendu financier attendu le ${formatDate(dueOn, "fr")} n’est pas remis : les versements à votre structure sont suspendus. Remettez-le ici, ou écrivez au fonds :`,
      en: `The financial report due on ${formatDate(dueOn, "en")} was not handed in: payments to your organisation are suspended. Hand it in here, or write to the fund:`,
    },
  })),
  "report-decided": aboutGrant(
    "compte-rendu",
    ({ report }) => report?.decidedAt != null,
    (detail) => ({
      subject: { fr: "Votre compte rendu financier est examiné", en: "Your financial report was examined" },
      body: decided(detail),
    }),
  ),
};

function decided({ report, unspentCents }: ReportDetail): Text {
  if (report?.state === "changes_requested")
    return {
      fr: "Le fonds demande des corrections à votre compte rendu. Elles sont expliquées ici :",
      en: "The fund asks for corrections to your report. They are explained here:",
    };
  if (unspentCents === 0n)
    return {
      fr: "Le fonds accepte votre compte rendu. Merci ! Il se relit ici :",
      en: "The fund accepts your report. Thank you! It can be read here:",
    };
  return {
    fr: `Le fonds accepte votre compte rendu. ${formatEuros(unspentCents, "fr")} n’ont pas été employés et reviennent à leurs financeurs ; ce que cela veut dire pour vous est ici :`,
    en: `The fund accepts your report. ${formatEuros(unspentCents, "en")} was not spent and goes back to those who financed it; what this means for you is here:`,
  };
}
