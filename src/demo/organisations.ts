import { eq } from "drizzle-orm";
import { bankAccounts, organisations } from "../db/schema/organisations.ts";
import type { Deps } from "../deps.ts";
import { createOrganisation } from "../organisations/create-organisation.ts";
import { bankAccountBody, organisationBody } from "../organisations/forms.ts";
import { recordBankAccount } from "../organisations/record-bank-account.ts";
import { verifyBankAccount } from "../organisations/verify-bank-account.ts";
import { actAs, type Part } from "./people.ts";

const ORGANISATIONS = {
  holder: {
    name: "Les Clés du clic",
    legalForm: "association",
    rna: "W481000001",
    address: "4 rue des Tanneurs",
    postcode: "48000",
    town: "Mende",
    communeCode: "48095",
  },
  partner: {
    name: "Fondation du Lien",
    legalForm: "foundation",
    rna: "W631000002",
    address: "15 boulevard des Volcans",
    postcode: "63000",
    town: "Clermont-Ferrand",
    communeCode: "63113",
  },
  company: {
    name: "Mutuelle des Trois Vallées",
    legalForm: "cooperative",
    siret: "00000042100016",
    address: "2 place de la Cité",
    postcode: "12000",
    town: "Rodez",
    communeCode: "12202",
  },
} as const satisfies Partial<Record<Part, object>>;

export type Organisations = Readonly<Record<keyof typeof ORGANISATIONS, string>>;

/** No bank has this code: the account is nobody's. */
const HOLDER_IBAN = "FR7699999000010000000010106";

/** The three organisations, each registered by its owner; the holder's bank account is verified. Answers their ids. */
export async function registerOrganisations(deps: Deps): Promise<Organisations> {
  return {
    holder: await register(deps, "holder"),
    partner: await register(deps, "partner"),
    company: await register(deps, "company"),
  };
}

async function register(deps: Deps, part: keyof Organisations): Promise<string> {
  const input = organisationBody.parse(ORGANISATIONS[part]);
  const [known] = await deps.db
    .select({ id: organisations.id })
    .from(organisations)
    .where(eq(organisations.name, input.name));
  return known?.id ?? (await createOrganisation(deps, await actAs(deps.db, part), input));
}

/** The holder enters its account, a case officer verifies it (D3). */
export async function verifyHolderAccount(deps: Deps, organisationId: string): Promise<void> {
  const [known] = await deps.db
    .select({ id: bankAccounts.id })
    .from(bankAccounts)
    .where(eq(bankAccounts.organisationId, organisationId));
  if (known !== undefined) return;
  const account = bankAccountBody.parse({ holderName: ORGANISATIONS.holder.name, iban: HOLDER_IBAN });
  const accountId = await recordBankAccount(deps, await actAs(deps.db, "holder"), organisationId, account);
  await verifyBankAccount(deps, await actAs(deps.db, "caseOfficer"), organisationId, accountId);
}
