import { z } from "zod";
import { MEMBER_ROLES } from "../domain/actor.ts";
import { apiRoute } from "../http/api-kit.ts";
import { instantOutput } from "../http/cents-schema.ts";
import { pageOutput, pageQuery } from "../http/pagination.ts";
import { addMember } from "./add-member.ts";
import { blockBankAccount } from "./block-bank-account.ts";
import { connectStripeAccount } from "./connect-stripe-account.ts";
import { createOrganisation } from "./create-organisation.ts";
import { editOrganisation } from "./edit-organisation.ts";
import { bankAccountBody, blockBody, memberBody, organisationBody } from "./forms.ts";
import { listOrganisations, readOrganisation } from "./queries.ts";
import { readStripeAccount, STRIPE_STATUSES } from "./read-stripe-account.ts";
import { recordBankAccount } from "./record-bank-account.ts";
import { removeMember } from "./remove-member.ts";
import { verifyBankAccount } from "./verify-bank-account.ts";

const tag = "Organisations";
const params = z.object({ organisationId: z.uuid() });
const created = z.object({ id: z.uuid() });

const row = z.object({
  id: z.uuid(),
  name: z.string(),
  legalForm: z.string(),
  siret: z.string().nullable(),
  rna: z.string().nullable(),
  address: z.string(),
  postcode: z.string(),
  town: z.string(),
  communeCode: z.string().nullable(),
  createdAt: instantOutput,
});

const details = row.extend({
  members: z.array(
    z.object({
      userId: z.uuid(),
      name: z.string(),
      email: z.string(),
      role: z.enum(MEMBER_ROLES),
      joinedAt: instantOutput,
    }),
  ),
  bankAccounts: z.array(
    z.object({
      id: z.uuid(),
      holderName: z.string(),
      iban: z.string().meta({ description: "Masked: country, check digits and last four characters" }),
      bic: z.string().nullable(),
      state: z.enum(["pending", "verified", "replaced", "blocked"]),
      createdAt: instantOutput,
      verifiedAt: instantOutput.nullable(),
    }),
  ),
  editable: z.boolean(),
});

const organisations = [
  apiRoute({
    method: "GET",
    path: "/organisations",
    tag,
    summary: "The organisations you belong to, or all of them for the fund's staff; newest first",
    access: "signed-in",
    query: pageQuery,
    output: pageOutput(row),
    run: ({ deps, actor, query }) => listOrganisations(deps, actor, query),
  }),
  apiRoute({
    method: "POST",
    path: "/organisations",
    tag,
    summary: "Register an organisation and become its owner",
    status: 201,
    movesMoneyOrCreates: true,
    access: "signed-in",
    body: organisationBody,
    output: created,
    run: async ({ deps, actor, body }) => ({ id: await createOrganisation(deps, actor, body) }),
  }),
  apiRoute({
    method: "GET",
    path: "/organisations/{organisationId}",
    tag,
    summary: "One organisation with its members and bank accounts",
    access: "signed-in",
    params,
    output: details,
    run: ({ deps, actor, params }) => readOrganisation(deps, actor, params.organisationId),
  }),
  apiRoute({
    method: "PUT",
    path: "/organisations/{organisationId}",
    tag,
    summary: "Change name, form and address; an identifier may be added, never changed",
    access: "signed-in",
    params,
    body: organisationBody,
    run: ({ deps, actor, params, body }) => editOrganisation(deps, actor, params.organisationId, body),
  }),
];

const members = [
  apiRoute({
    method: "POST",
    path: "/organisations/{organisationId}/members",
    tag,
    summary: "Make a person a member by their e-mail address, or change a member's role",
    status: 201,
    movesMoneyOrCreates: true,
    access: "signed-in",
    params,
    body: memberBody,
    output: created,
    run: async ({ deps, actor, params, body }) => ({ id: await addMember(deps, actor, params.organisationId, body) }),
  }),
  apiRoute({
    method: "DELETE",
    path: "/organisations/{organisationId}/members/{userId}",
    tag,
    summary: "Take a member out, or leave; the last owner stays",
    access: "signed-in",
    params: params.extend({ userId: z.uuid() }),
    run: ({ deps, actor, params }) => removeMember(deps, actor, params.organisationId, params.userId),
  }),
];

const bankAccounts = [
  apiRoute({
    method: "POST",
    path: "/organisations/{organisationId}/bank-accounts",
    tag,
    summary: "Enter a bank account, for the fund to verify",
    status: 201,
    movesMoneyOrCreates: true,
    access: "signed-in",
    params,
    body: bankAccountBody,
    output: created,
    run: async ({ deps, actor, params, body }) => ({
      id: await recordBankAccount(deps, actor, params.organisationId, body),
    }),
  }),
  apiRoute({
    method: "POST",
    path: "/organisations/{organisationId}/bank-accounts/{accountId}/verification",
    tag,
    summary: "Verify a bank account as a case officer; it replaces the one verified before",
    access: "signed-in",
    params: params.extend({ accountId: z.uuid() }),
    run: ({ deps, actor, params }) => verifyBankAccount(deps, actor, params.organisationId, params.accountId),
  }),
];

const blocking = [
  apiRoute({
    method: "POST",
    path: "/organisations/{organisationId}/bank-accounts/{accountId}/block",
    tag,
    summary: "Stop an account at once: nothing is paid into it, and approvals given for it fall",
    access: "signed-in",
    params: params.extend({ accountId: z.uuid() }),
    body: blockBody,
    run: ({ deps, actor, params, body }) => blockBankAccount(deps, actor, { ...params, ...body }),
  }),
];

const stripeAccount = [
  apiRoute({
    method: "GET",
    path: "/organisations/{organisationId}/stripe-account",
    tag,
    summary: "Whether the organisation can be paid by transfer, as Stripe says it now",
    access: "signed-in",
    etag: false,
    params,
    output: z.object({ status: z.enum(STRIPE_STATUSES) }),
    run: async ({ deps, actor, params }) => ({
      status: await readStripeAccount(deps, actor, params.organisationId),
    }),
  }),
  apiRoute({
    method: "POST",
    path: "/organisations/{organisationId}/stripe-account",
    tag,
    summary: "Open, or go on opening, the Stripe account on which the organisation may be paid by transfer",
    movesMoneyOrCreates: true,
    access: "signed-in",
    params,
    output: z.object({ onboardingUrl: z.url() }),
    run: async ({ deps, actor, params }) => ({
      onboardingUrl: await connectStripeAccount(deps, actor, params.organisationId),
    }),
  }),
];

export const organisationApi = [...organisations, ...members, ...bankAccounts, ...blocking, ...stripeAccount];
