import type { Deps } from "../../src/deps.ts";
import { type Actor, STAFF_ROLES } from "../../src/domain/actor.ts";
import { createApiToken } from "../../src/identity/create-api-token.ts";
import { aHolder } from "../support/campaigns.ts";
import { aUser } from "../support/deps.ts";
import { aStaffMember, joinOrganisation } from "../support/grants.ts";

/** Every kind of visitor, each without any other part; `outsider` owns another organisation. */
export const VISITORS = ["guest", "donor", "outsider", "member", "owner", "partner", ...STAFF_ROLES] as const;
export type Visitor = (typeof VISITORS)[number];

type Person = Exclude<Visitor, "guest">;
type User = Extract<Actor, { kind: "user" }>;

export type Cast = {
  readonly users: Readonly<Record<Person, User>>;
  /** Headers that sign a visitor in; none for the guest. */
  readonly headersOf: (visitor: Visitor) => Readonly<Record<string, string>>;
};

type Known = { readonly organisationId: string; readonly owner: User; readonly partner: User };

export async function aCast(deps: Deps, { organisationId, owner, partner }: Known): Promise<Cast> {
  const member = await aUser(deps.db);
  await joinOrganisation(deps, organisationId, member.userId);
  const users = {
    donor: await aUser(deps.db),
    outsider: (await aHolder(deps)).owner,
    member,
    owner,
    partner,
    administrator: await aStaffMember(deps, "administrator"),
    case_officer: await aStaffMember(deps, "case_officer"),
    authoriser: await aStaffMember(deps, "authoriser"),
    paymaster: await aStaffMember(deps, "paymaster"),
    auditor: await aStaffMember(deps, "auditor"),
  };
  const tokens = new Map<string, string>();
  for (const [visitor, user] of Object.entries(users)) {
    tokens.set(visitor, (await createApiToken(deps, user, { name: "test", days: 30 })).text);
  }
  return {
    users,
    headersOf: (visitor) => (visitor === "guest" ? {} : { authorization: `Bearer ${tokens.get(visitor)}` }),
  };
}
