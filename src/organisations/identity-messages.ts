import { AppError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import type { IdentityStanding } from "./identity-queries.ts";

export const ownOrganisationReviewed = () =>
  new AppError("own-organisation", 409, {
    fr: "Vous êtes membre de cette structure : une autre personne doit la vérifier.",
    en: "You are a member of this organisation: another person must verify it.",
  });

export const STANDINGS: Readonly<Record<IdentityStanding, Text>> = {
  verified: { fr: "Structure vérifiée", en: "Organisation verified" },
  not_verified: { fr: "Identité à éclaircir", en: "Identity to be cleared up" },
  changed: { fr: "Changée depuis sa vérification", en: "Changed since it was verified" },
  never: { fr: "Pas encore vérifiée", en: "Not verified yet" },
};

export const IDENTITY = {
  title: { fr: "Identité de la structure", en: "Identity of the organisation" },
  standing: { fr: "Vérification", en: "Verification" },
  numbers: { fr: "Numéros", en: "Numbers" },
  numbersFine: { fr: "Clé de contrôle juste", en: "Check digits right" },
  numbersWrong: { fr: "Clé de contrôle fausse", en: "Check digits wrong" },
  register: { fr: "Fiche dans l’annuaire public des entreprises", en: "Entry in the public register of businesses" },
  whatToLook: {
    fr: "Comparez le nom, l’adresse et les dirigeants avec l’annuaire public ou le Journal officiel ; demandez une pièce en cas de doute.",
    en: "Compare name, address and managers with the public register or the official journal; ask for a document when in doubt.",
  },
  outcome: { fr: "Ce que vous constatez", en: "What you find" },
  isVerified: { fr: "La structure est bien celle qu’elle dit être", en: "The organisation is who it says it is" },
  isDoubtful: { fr: "Quelque chose ne correspond pas", en: "Something does not match" },
  note: { fr: "Ce que vous avez consulté, ou ce qui manque", en: "What you looked at, or what is missing" },
  save: { fr: "Enregistrer la vérification", en: "Record the verification" },
  history: { fr: "Vérifications", en: "Verifications" },
  at: { fr: "Le", en: "On" },
  by: { fr: "Par", en: "By" },
} as const satisfies Record<string, Text>;
