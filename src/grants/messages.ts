import type { SignatureObstacle } from "../domain/grant.ts";
import { AppError, type FieldError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";

const SIGNATURE_OBSTACLES: Readonly<Record<SignatureObstacle, readonly [type: string, text: Text]>> = {
  "text-changed": [
    "agreement-changed",
    {
      fr: "La convention a changé depuis que vous l’avez lue : relisez-la avant de signer.",
      en: "The agreement has changed since you read it: read it again before signing.",
    },
  ],
  "holder-text-changed": [
    "agreement-changed",
    {
      fr: "La convention a changé depuis la signature de la structure, qui doit la signer à nouveau.",
      en: "The agreement has changed since the organisation signed it: it must sign again.",
    },
  ],
  "holder-first": [
    "holder-signs-first",
    { fr: "La structure signe la première.", en: "The organisation signs first." },
  ],
  "second-person": [
    "second-person-needed",
    {
      fr: "Une personne extérieure à la structure doit signer pour le fonds.",
      en: "A person outside the organisation must sign for the fund.",
    },
  ],
  complete: [
    "agreement-complete",
    {
      fr: "La convention est déjà signée par les deux parties.",
      en: "Both parties have already signed the agreement.",
    },
  ],
};

export const signatureRefused = (reason: SignatureObstacle): AppError => {
  const [type, text] = SIGNATURE_OBSTACLES[reason];
  return new AppError(type, 409, text);
};

export const agreementComplete = () => signatureRefused("complete");

export const commitmentNotAgreed: FieldError = {
  field: "agreesToCommitment",
  message: {
    fr: "Cochez la case : sans le contrat d’engagement républicain, la convention ne peut pas être signée.",
    en: "Tick the box: without the republican commitment the agreement cannot be signed.",
  },
};
