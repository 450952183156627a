import { z } from "zod";
import { STAFF_ROLES } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { apiRoute } from "../http/api-kit.ts";
import { instantOutput } from "../http/cents-schema.ts";
import { LANGUAGES } from "../i18n/text.ts";
import { confirmStaffRole } from "./confirm-staff-role.ts";
import { createApiToken } from "./create-api-token.ts";
import { editProfile } from "./edit-profile.ts";
import { profileForm, roleForm, tokenForm } from "./forms.ts";
import { grantStaffRole } from "./grant-staff-role.ts";
import { listPendingRoles } from "./pending-roles.ts";
import { findPerson, listApiTokens, listStaff } from "./queries.ts";
import { revokeApiToken } from "./revoke-api-token.ts";
import { withdrawStaffRole } from "./withdraw-staff-role.ts";

const role = z.enum(STAFF_ROLES);

const person = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    language: z.enum(LANGUAGES),
    staffRoles: z.array(role),
    memberships: z.array(z.object({ organisationId: z.uuid(), role: z.enum(["owner", "member"]) })),
  })
  .meta({ id: "Person" });

const token = z
  .object({
    id: z.uuid(),
    name: z.string(),
    createdAt: instantOutput,
    expiresAt: instantOutput,
    lastUsedAt: instantOutput.nullable(),
    revokedAt: instantOutput.nullable(),
  })
  .meta({ id: "ApiToken" });

const member = z
  .object({ id: z.uuid(), name: z.string(), email: z.string(), roles: z.array(role) })
  .meta({ id: "StaffMember" });

const pendingRole = z
  .object({
    userId: z.uuid(),
    name: z.string(),
    email: z.string(),
    role,
    state: z.enum(["proposed", "waiting", "in-force"]),
    proposer: z.string().nullable(),
    proposedAt: instantOutput.nullable(),
    countsFrom: instantOutput.nullable(),
    mayConfirm: z.boolean(),
  })
  .meta({ id: "PendingRole" });

export const identityApi = [
  apiRoute({
    method: "GET",
    path: "/me",
    tag: "People",
    summary: "Who the token or session belongs to, with the permissions of this moment",
    access: "signed-in",
    output: person,
    run: async ({ deps, actor }) => {
      const found = await findPerson(deps.db, actor.userId);
      if (found === undefined) throw notFound();
      return { ...found, staffRoles: actor.staffRoles };
    },
  }),
  apiRoute({
    method: "PATCH",
    path: "/me",
    tag: "People",
    summary: "Change one's name and language",
    access: "signed-in",
    body: profileForm,
    run: ({ deps, actor, body }) => editProfile(deps, actor, body),
  }),
  apiRoute({
    method: "GET",
    path: "/me/tokens",
    tag: "People",
    summary: "One's own tokens",
    access: "signed-in",
    output: z.object({ items: z.array(token) }),
    run: async ({ deps, actor }) => ({ items: await listApiTokens(deps.db, actor.userId) }),
  }),
  // Without Idempotency-Key: keeping the answer would keep the token's text.
  apiRoute({
    method: "POST",
    path: "/me/tokens",
    tag: "People",
    summary: "Make a token; its text is in this answer only",
    access: "signed-in",
    status: 201,
    body: tokenForm,
    output: z.object({ id: z.uuid(), token: z.string(), expiresAt: instantOutput }),
    run: async ({ deps, actor, body }) => {
      const { id, text, expiresAt } = await createApiToken(deps, actor, body);
      return { id, token: text, expiresAt };
    },
  }),
  apiRoute({
    method: "DELETE",
    path: "/me/tokens/{tokenId}",
    tag: "People",
    summary: "Revoke a token",
    access: "signed-in",
    params: z.object({ tokenId: z.uuid() }),
    run: ({ deps, actor, params }) => revokeApiToken(deps, actor, params.tokenId),
  }),
  apiRoute({
    method: "GET",
    path: "/staff",
    tag: "People",
    summary: "Everyone whose staff role counts now, and the roles that do not count yet (X3)",
    access: "signed-in",
    output: z.object({ items: z.array(member), pending: z.array(pendingRole) }),
    run: async ({ deps, actor }) => {
      if (!permits(actor, "staff.read")) throw notFound();
      return { items: await listStaff(deps.db), pending: await listPendingRoles(deps.db, actor) };
    },
  }),
  apiRoute({
    method: "POST",
    path: "/staff",
    tag: "People",
    summary: "Give a staff role to someone else; one that approves awaits a second administrator (X3)",
    access: "signed-in",
    movesMoneyOrCreates: true,
    body: roleForm,
    run: ({ deps, actor, body }) => grantStaffRole(deps, actor, body),
  }),
  apiRoute({
    method: "POST",
    path: "/staff/{userId}/{role}/confirmation",
    tag: "People",
    summary: "Confirm a role as a second administrator; it counts 24 hours later",
    access: "signed-in",
    params: z.object({ userId: z.uuid(), role }),
    output: z.object({ countsFrom: instantOutput }),
    run: ({ deps, actor, params }) => confirmStaffRole(deps, actor, params),
  }),
  apiRoute({
    method: "DELETE",
    path: "/staff/{userId}/{role}",
    tag: "People",
    summary: "Withdraw a staff role, or stop one that does not count yet",
    access: "signed-in",
    params: z.object({ userId: z.uuid(), role }),
    run: ({ deps, actor, params }) => withdrawStaffRole(deps, actor, params),
  }),
];
