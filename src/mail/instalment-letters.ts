import type { Deps } from "../deps.ts";
import { worker } from "../domain/actor.ts";
import type { Text } from "../i18n/text.ts";
import { findPerson } from "../identity/queries.ts";
import { findInstalmentOfEvidence } from "../instalments/evidence-queries.ts";
import { type InstalmentDetail, readInstalment, readInstalments } from "../instalments/queries.ts";
import { formatDate } from "../ui/format.ts";
import { letterOf } from "./letter-text.ts";
import type { Template } from "./templates.ts";

type Said = { readonly subject: Text; readonly body: (one: InstalmentDetail) => Text };

const said = (subject: Text, body: (one: InstalmentDetail) => Text): Said => ({ subject, body });

const SOON = said({ fr: "Une date limite approche", en: "A limit date is near" }, (one) => ({
  fr: `La tranche « ${one.label} » de votre subvention a pour date limite le ${formatDate(one.dueOn, "fr")}. Ce qui reste à faire est sur sa page :`,
  en: `The instalment “${one.label}” of your grant has ${formatDate(one.dueOn, "en")} as its limit date. What is left to do is on its page:`,
}));
const LATE = said({ fr: "Une date limite est passée", en: "A limit date is past" }, (one) => ({
  fr: `La date limite de la tranche « ${one.label} » était le ${formatDate(one.dueOn, "fr")}. Vous pouvez encore agir : faites-le vite, ou écrivez au fonds, qui peut donner plus de temps ou annuler la tranche.`,
  en: `The limit date of the instalment “${one.label}” was ${formatDate(one.dueOn, "en")}. You can still act: do so soon, or write to the fund, which may give more time or cancel the instalment.`,
}));
const EXTENDED = said({ fr: "Vous avez plus de temps", en: "You have more time" }, (one) => ({
  fr: `Le fonds a reporté la date limite de la tranche « ${one.label} » au ${formatDate(one.dueOn, "fr")} :`,
  en: `The fund has moved the limit date of the instalment “${one.label}” to ${formatDate(one.dueOn, "en")}:`,
}));
const CANCELLED = said({ fr: "Une tranche est annulée", en: "An instalment is cancelled" }, (one) => ({
  fr: `Le fonds a annulé la tranche « ${one.label} » de votre subvention. La raison est sur sa page :`,
  en: `The fund has cancelled the instalment “${one.label}” of your grant. The reason is on its page:`,
}));
const ACCEPTED = said({ fr: "Vos justificatifs sont acceptés", en: "Your evidence is accepted" }, (one) => ({
  fr: `Le fonds a accepté vos justificatifs pour la tranche « ${one.label} ». Vous pouvez demander le versement :`,
  en: `The fund has accepted your evidence for the instalment “${one.label}”. You may ask for the payment:`,
}));
const REFUSED = said({ fr: "Vos justificatifs sont refusés", en: "Your evidence is refused" }, (one) => ({
  fr: `Le fonds n’a pas pu accepter vos justificatifs pour la tranche « ${one.label} ». La raison est sur sa page, où vous pouvez en envoyer d’autres :`,
  en: `The fund could not accept your evidence for the instalment “${one.label}”. The reason is on its page, where you may send others:`,
}));

async function letter(deps: Deps, userId: string, one: InstalmentDetail, { subject, body }: Said) {
  const person = await findPerson(deps.db, userId);
  if (!person?.memberships.some(({ organisationId }) => organisationId === one.organisationId)) return undefined;
  const text = {
    subject: { fr: `${subject.fr} – ${one.campaignTitle}`, en: `${subject.en} – ${one.campaignTitle}` },
    paragraphs: [body(one)],
  };
  return letterOf(person.email, person.language, text, `${deps.baseUrl}/tranches/${one.id}`, deps.bankAccount.name);
}

const about =
  (said: Said, isStillSo: (one: InstalmentDetail) => boolean = () => true): Template =>
  async (deps, subjectId) => {
    const [instalmentId = "", userId = ""] = subjectId.split("/");
    const one = await readInstalment(deps, worker("send-mail"), instalmentId);
    return isStillSo(one) ? letter(deps, userId, one, said) : undefined;
  };

const aboutEvidence: Template = async (deps, subjectId) => {
  const [evidenceId = "", userId = ""] = subjectId.split("/");
  const one = await readInstalment(deps, worker("send-mail"), await findInstalmentOfEvidence(deps, evidenceId));
  const answer = one.evidence.find(({ id }) => id === evidenceId);
  return letter(deps, userId, one, answer?.state === "accepted" ? ACCEPTED : REFUSED);
};

const PAYMENTS: Readonly<Record<"payments-suspended" | "payments-resumed", Said>> = {
  "payments-suspended": said({ fr: "Vos versements sont suspendus", en: "Your payments are suspended" }, () => ({
    fr: "Le fonds a suspendu les versements de votre subvention. La raison est sur sa page :",
    en: "The fund has suspended the payments of your grant. The reason is on its page:",
  })),
  "payments-resumed": said({ fr: "Vos versements reprennent", en: "Your payments go on" }, () => ({
    fr: "Le fonds a levé la suspension : les versements de votre subvention peuvent reprendre :",
    en: "The fund has lifted the suspension: the payments of your grant may go on:",
  })),
};

const aboutPayments =
  (said: Said): Template =>
  async (deps, subjectId) => {
    const [grantId = "", userId = ""] = subjectId.split("/");
    const [first] = await readInstalments(deps, worker("send-mail"), grantId);
    if (first === undefined) return undefined;
    return letter(deps, userId, await readInstalment(deps, worker("send-mail"), first.id), said);
  };

const waits = (one: InstalmentDetail): boolean => one.takenCents === 0n && one.state !== "cancelled";

export const instalmentLetters: Readonly<Record<string, Template>> = {
  "instalment-soon": about(SOON, waits),
  "instalment-late": about(LATE, (one) => one.isLate),
  "instalment-extended": about(EXTENDED, waits),
  "instalment-cancelled": about(CANCELLED),
  "evidence-answered": aboutEvidence,
  "payments-suspended": aboutPayments(PAYMENTS["payments-suspended"]),
  "payments-resumed": aboutPayments(PAYMENTS["payments-resumed"]),
};
