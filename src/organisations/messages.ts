import type { MemberRole } from "../domain/actor.ts";
import type { BankAccountState, LegalForm, Verification } from "../domain/organisation.ts";
import { AppError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";

export const LEGAL_FORM_NAMES: Readonly<Record<LegalForm, Text>> = {
  association: { fr: "Association", en: "Association" },
  foundation: { fr: "Fondation ou fonds de dotation", en: "Foundation or endowment fund" },
  local_authority: { fr: "Commune, intercommunalité, département ou région", en: "Local authority" },
  public_body: { fr: "Établissement public", en: "Public body" },
  cooperative: { fr: "Coopérative (SCIC, SCOP)", en: "Cooperative" },
  company: { fr: "Entreprise", en: "Company" },
  other: { fr: "Autre", en: "Other" },
};

export const MEMBER_ROLE_NAMES: Readonly<Record<MemberRole, Text>> = {
  owner: { fr: "Responsable", en: "Owner" },
  member: { fr: "Membre", en: "Member" },
};

export const ACCOUNT_STATE_NAMES: Readonly<Record<BankAccountState, Text>> = {
  pending: { fr: "À vérifier par le fonds", en: "To be verified by the fund" },
  verified: { fr: "Vérifié", en: "Verified" },
  replaced: { fr: "Remplacé", en: "Replaced" },
  blocked: { fr: "Bloqué", en: "Blocked" },
};

export const fieldTexts = {
  siret: {
    fr: "Ce SIRET n’existe pas : 14 chiffres sont attendus, dont une clé de contrôle juste.",
    en: "This SIRET does not exist: 14 digits with a right check digit are expected.",
  },
  rna: {
    fr: "Un numéro RNA commence par W, suivi de 9 caractères.",
    en: "An RNA number begins with W, followed by 9 characters.",
  },
  unidentified: {
    fr: "Indiquez un SIRET ou un numéro RNA.",
    en: "Give a SIRET or an RNA number.",
  },
  identifierFixed: {
    fr: "Ce numéro ne peut plus être changé : écrivez au fonds.",
    en: "This number can no longer be changed: write to the fund.",
  },
  postcode: { fr: "Un code postal a cinq chiffres.", en: "A postcode has five digits." },
  unknownCommune: { fr: "Aucune commune n’a ce code INSEE.", en: "No commune has this INSEE code." },
  iban: {
    fr: "Cet IBAN n’est pas juste : vérifiez chaque caractère.",
    en: "This IBAN is not right: check every character.",
  },
  notSepa: {
    fr: "Ce compte n’est pas dans la zone SEPA : le fonds ne peut pas y verser.",
    en: "This account is outside the SEPA area: the fund cannot pay into it.",
  },
  bic: { fr: "Un BIC a 8 ou 11 caractères.", en: "A BIC has 8 or 11 characters." },
} as const satisfies Record<string, Text>;

export const personNeeded = () =>
  new AppError("person-needed", 403, {
    fr: "Seule une personne connectée peut faire cela.",
    en: "Only a person who is signed in can do this.",
  });

export const lastOwner = () =>
  new AppError("last-owner", 409, {
    fr: "Une structure garde au moins une personne responsable : désignez-en une autre d’abord.",
    en: "An organisation keeps at least one owner: name another one first.",
  });

export const ibanKnown = () =>
  new AppError("iban-known", 409, {
    fr: "Ce compte bancaire est déjà enregistré.",
    en: "This bank account is already registered.",
  });

export const accountNotBlockable = () =>
  new AppError("account-not-in-use", 409, {
    fr: "Ce compte n’est plus utilisé : il n’y a rien à bloquer.",
    en: "This account is no longer used: there is nothing to block.",
  });

const REFUSED_VERIFICATIONS: Readonly<Record<Extract<Verification, { kind: "refused" }>["reason"], () => AppError>> = {
  "not-pending": () =>
    new AppError("account-not-pending", 409, {
      fr: "Ce compte n’attend plus de vérification.",
      en: "This account no longer waits for verification.",
    }),
  "entered-it": () =>
    new AppError("second-person-needed", 409, {
      fr: "Une autre personne doit vérifier ce compte.",
      en: "Another person must verify this account.",
    }),
  "belongs-to-it": () =>
    new AppError("conflict-of-interest", 409, {
      fr: "Vous faites partie de cette structure : une autre personne doit vérifier ce compte.",
      en: "You belong to this organisation: another person must verify this account.",
    }),
};

export const refusedVerification = (reason: keyof typeof REFUSED_VERIFICATIONS): AppError =>
  REFUSED_VERIFICATIONS[reason]();
