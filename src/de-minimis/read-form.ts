import { centsTyped, closeUp, filledRows } from "../http/form-rows.ts";
import { type Form, field } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { type DeclarationInput, declarationBody } from "./forms.ts";

export const AID_ROWS = { list: "aids", columns: ["granter", "amountCents", "grantedOn"] } as const;

/** The form as it is shown again after an error: empty rows gone. */
export const tidyDeclaration = (form: Form): Form => closeUp(form, AID_ROWS);

/** Reads a tidied form as the API's body. Throws with the fields to correct. */
export function readDeclarationForm(form: Form): DeclarationInput {
  const answer = field(form, "hasEconomicActivity");
  const raw = {
    hasEconomicActivity: answer === "yes" ? true : answer === "no" ? false : undefined,
    aids: filledRows(form, AID_ROWS).map((row) => ({ ...row, amountCents: centsTyped(row.amountCents ?? "") })),
  };
  return readBody(declarationBody, raw, {
    explained: {
      hasEconomicActivity: { fr: "Choisissez une des deux réponses.", en: "Choose one of the two answers." },
    },
  });
}
