import type { Database } from "../../src/db/client.ts";
import type { Deps } from "../../src/deps.ts";
import type { Actor, MemberRole } from "../../src/domain/actor.ts";
import { addMember } from "../../src/organisations/add-member.ts";
import { createOrganisation } from "../../src/organisations/create-organisation.ts";
import type { BankAccountInput, OrganisationInput } from "../../src/organisations/forms.ts";
import { aUser } from "../support/deps.ts";

export type User = Extract<Actor, { kind: "user" }>;

let serial = 0;

/** RNA numbers of a range no prefecture uses. */
export const aRna = () => {
  serial += 1;
  return `W00${String(serial).padStart(7, "0")}`;
};

export const organisationInput = (over: Partial<OrganisationInput> = {}): OrganisationInput => ({
  name: "Les Essais solidaires",
  legalForm: "association",
  siret: undefined,
  rna: aRna(),
  address: "1 rue de l’Essai",
  postcode: "02120",
  town: "Guise",
  communeCode: undefined,
  ...over,
});

/** Fictional accounts of a bank code nobody has. */
export const IBANS = [
  "FR7699999000010000000100122",
  "FR7699999000010000000100219",
  "FR7699999000010000000100316",
] as const;

export const bankAccountInput = (iban: string = IBANS[0]): BankAccountInput => ({
  holderName: "Les Essais solidaires",
  iban,
  bic: undefined,
});

/** An organisation with its owner, who acts with the membership a session would have. */
export async function anOrganisation(deps: Deps, db: Database) {
  const creator = await aUser(db);
  const organisationId = await createOrganisation(deps, creator, organisationInput());
  const owner: User = { ...creator, memberships: [{ organisationId, role: "owner" }] };
  return { organisationId, owner };
}

/** Another person of the organisation. */
export async function aMember(deps: Deps, db: Database, organisationId: string, owner: Actor, role: MemberRole) {
  const person = await aUser(db);
  await addMember(deps, owner, organisationId, { email: person.email, role });
  return { ...person, memberships: [{ organisationId, role }] } satisfies User;
}
