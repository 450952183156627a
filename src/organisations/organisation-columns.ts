import type { Reader } from "../db/client.ts";
import { invalidInput } from "../errors.ts";
import { communeCodeOf, findCommune } from "../territories/queries.ts";
import type { OrganisationInput } from "./forms.ts";
import { fieldTexts } from "./messages.ts";

/** What a form or body writes; the commune is found from the address where it is not given. */
export async function organisationColumns(reader: Reader, input: OrganisationInput) {
  const { siret, rna, communeCode, ...rest } = input;
  return {
    ...rest,
    siret: siret ?? null,
    rna: rna ?? null,
    communeCode: await codeOf(reader, communeCode, input),
  };
}

async function codeOf(reader: Reader, given: string | undefined, { postcode, town }: OrganisationInput) {
  if (given === undefined) return communeCodeOf(reader, postcode, town);
  if ((await findCommune(reader, given)) !== undefined) return given;
  throw invalidInput([{ field: "communeCode", message: fieldTexts.unknownCommune }]);
}
