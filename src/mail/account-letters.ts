import { opensAt } from "../domain/account-cooling.ts";
import type { Text } from "../i18n/text.ts";
import { findPerson } from "../identity/queries.ts";
import { type AccountInLetter, findAccount, findStripeAccount } from "../organisations/account-queries.ts";
import type { AccountLetter } from "../organisations/tell-of-account.ts";
import { formatInstant } from "../ui/format.ts";
import { letterOf } from "./letter-text.ts";
import type { Template } from "./templates.ts";

type Said = { readonly subject: Text; readonly body: (account: AccountInLetter) => Text };

const opening = ({ since }: AccountInLetter, language: "fr" | "en"): string =>
  since === null ? "" : formatInstant(opensAt(since), language);

const SAID: Readonly<Record<AccountLetter, Said>> = {
  "bank-account-recorded": {
    subject: { fr: "Un nouveau compte bancaire", en: "A new bank account" },
    body: ({ organisation, account }) => ({
      fr: `Le compte ${account} a été saisi pour ${organisation}. Le fonds doit encore le vérifier ; il ne pourra être payé que 24 heures après.`,
      en: `The account ${account} was entered for ${organisation}. The fund has yet to verify it; it can be paid only 24 hours after that.`,
    }),
  },
  "bank-account-verified": {
    subject: { fr: "Un compte bancaire vérifié", en: "A bank account was verified" },
    body: (one) => ({
      fr: `Le fonds a vérifié le compte ${one.account} de ${one.organisation}. Il pourra être payé à partir du ${opening(one, "fr")}. Les approbations données pour l’ancien compte sont tombées.`,
      en: `The fund verified the account ${one.account} of ${one.organisation}. It can be paid from ${opening(one, "en")}. Approvals given for the former account no longer stand.`,
    }),
  },
  "bank-account-blocked": {
    subject: { fr: "Un compte bancaire bloqué", en: "A bank account was blocked" },
    body: ({ organisation, account }) => ({
      fr: `Le compte ${account} de ${organisation} a été bloqué : plus aucun versement n’y part. Pour être payée, la structure doit saisir un compte, qui sera vérifié de nouveau.`,
      en: `The account ${account} of ${organisation} was blocked: no payment goes there any more. To be paid, the organisation must enter an account, which will be verified anew.`,
    }),
  },
  "stripe-account-connected": {
    subject: { fr: "Un compte Stripe relié", en: "A Stripe account was connected" },
    body: (one) => ({
      fr: `Un compte Stripe (${one.account}) a été relié à ${one.organisation}. Il pourra être payé à partir du ${opening(one, "fr")}.`,
      en: `A Stripe account (${one.account}) was connected to ${one.organisation}. It can be paid from ${opening(one, "en")}.`,
    }),
  },
};

const NOT_ME: Text = {
  fr: "Ce n’était pas vous, ni quelqu’un de votre structure ? Bloquez ce compte tout de suite sur la page de la structure, puis appelez le fonds. Ne répondez à aucun message qui vous demande un mot de passe.",
  en: "Was it neither you nor anybody of your organisation? Block this account at once on the organisation’s page, then call the fund. Answer no message that asks for a password.",
};

const aboutAccount =
  (letter: AccountLetter): Template =>
  async (deps, subjectId) => {
    const [id = "", userId = ""] = subjectId.split("/");
    const find = letter === "stripe-account-connected" ? findStripeAccount : findAccount;
    const account = await find(deps.db, id);
    const person = await findPerson(deps.db, userId);
    if (account === undefined || person === undefined) return undefined;
    const { subject, body } = SAID[letter];
    const which = ` – ${account.organisation}`;
    return letterOf(
      person.email,
      person.language,
      { subject: { fr: subject.fr + which, en: subject.en + which }, paragraphs: [body(account), NOT_ME] },
      `${deps.baseUrl}/structures/${account.organisationId}`,
      deps.bankAccount.name,
    );
  };

export const accountLetters: Readonly<Record<AccountLetter, Template>> = {
  "bank-account-recorded": aboutAccount("bank-account-recorded"),
  "bank-account-verified": aboutAccount("bank-account-verified"),
  "bank-account-blocked": aboutAccount("bank-account-blocked"),
  "stripe-account-connected": aboutAccount("stripe-account-connected"),
};
