import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { organisationMembers, organisations } from "../../src/db/schema/organisations.ts";
import { auditLog } from "../../src/db/schema/platform.ts";
import { communes } from "../../src/db/schema/territories.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { fieldErrors } from "../../src/http/validation.ts";
import { addMember } from "../../src/organisations/add-member.ts";
import { createOrganisation } from "../../src/organisations/create-organisation.ts";
import { editOrganisation } from "../../src/organisations/edit-organisation.ts";
import { organisationBody } from "../../src/organisations/forms.ts";
import { listOrganisations, readOrganisation } from "../../src/organisations/queries.ts";
import { removeMember } from "../../src/organisations/remove-member.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { aMember, anOrganisation, aRna, organisationInput } from "./support.ts";

const database = testDatabase();
let deps: Deps;
beforeAll(async () => {
  deps = await testDeps(database.db);
  await database.db.insert(communes).values({
    code: "02361",
    name: "Guise",
    departement: "02",
    region: "32",
    postcodes: ["02120"],
  });
});

const rolesOf = async (organisationId: string) =>
  database.db
    .select({ userId: organisationMembers.userId, role: organisationMembers.role })
    .from(organisationMembers)
    .where(eq(organisationMembers.organisationId, organisationId));

describe("an organisation", () => {
  test("belongs to the person who registers it, lies in its commune, and leaves a trace (X2)", async () => {
    const person = await aUser(database.db);

    const id = await createOrganisation(deps, person, organisationInput({ siret: "43493312300029" }));

    const [stored] = await database.db.select().from(organisations).where(eq(organisations.id, id));
    expect(stored).toMatchObject({ siret: "43493312300029", communeCode: "02361" });
    expect(await rolesOf(id)).toEqual([{ userId: person.userId, role: "owner" }]);
    const trail = await database.db.select().from(auditLog).where(eq(auditLog.subjectId, id));
    expect(trail).toMatchObject([{ action: "organisation.create", actor: `user:${person.userId}` }]);
  });

  test("is registered once: its SIRET and RNA are taken, also by two people at once", async () => {
    const rna = aRna();
    const people = await Promise.all([aUser(database.db), aUser(database.db)]);

    const outcomes = await Promise.allSettled(
      people.map((person) => createOrganisation(deps, person, organisationInput({ rna }))),
    );

    expect(outcomes.map((outcome) => outcome.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find((outcome) => outcome.status === "rejected")).toMatchObject({
      reason: { type: "rna-taken", status: 409 },
    });
  });

  test("needs a person: guests and workers register none", async () => {
    await expect(createOrganisation(deps, { kind: "guest" }, organisationInput())).rejects.toMatchObject({
      status: 403,
    });
    await expect(createOrganisation(deps, worker("x"), organisationInput())).rejects.toMatchObject({ status: 403 });
  });

  test.each([
    [{ siret: "43493312300028" }, "siret"],
    [{ siret: "00000000000000" }, "siret"],
    [{ rna: "X123456789" }, "rna"],
    [{ rna: undefined }, "siret"],
    [{ postcode: "2120" }, "postcode"],
    [{ name: "   " }, "name"],
    [{ legalForm: "gang" }, "legalForm"],
    [{ surprise: 1 }, "surprise"],
  ])("with %j is refused, naming %s in both languages", (over, field) => {
    const parsed = organisationBody.safeParse({ ...withoutUndefined(organisationInput()), ...over });

    const errors = fieldErrors(parsed.error ?? expect.fail("accepted"));

    expect(errors.map((error) => error.field)).toEqual([field]);
    expect(errors[0]?.message.fr).not.toBe(errors[0]?.message.en);
  });

  test("is unknown to people outside it, to each action (X1)", async () => {
    const { organisationId, owner } = await anOrganisation(deps, database.db);
    const stranger = await aUser(database.db, {
      memberships: [{ organisationId: "01900000-0000-7000-8000-000000000000", role: "owner" }],
    });
    const input = organisationInput();
    const unknown = { type: "not-found", status: 404 };

    await expect(readOrganisation(deps, stranger, organisationId)).rejects.toMatchObject(unknown);
    await expect(readOrganisation(deps, { kind: "guest" }, organisationId)).rejects.toMatchObject(unknown);
    await expect(editOrganisation(deps, stranger, organisationId, input)).rejects.toMatchObject(unknown);
    await expect(
      addMember(deps, stranger, organisationId, { email: stranger.email, role: "owner" }),
    ).rejects.toMatchObject(unknown);
    await expect(removeMember(deps, stranger, organisationId, owner.userId)).rejects.toMatchObject(unknown);
    expect(await rolesOf(organisationId)).toEqual([{ userId: owner.userId, role: "owner" }]);
  });

  test("is read by its members and by staff, changed by its owners only", async () => {
    const { organisationId, owner } = await anOrganisation(deps, database.db);
    const member = await aMember(deps, database.db, organisationId, owner, "member");
    const auditor = await aUser(database.db, { staffRoles: ["auditor"] });
    const input = organisationInput({ rna: (await readOrganisation(deps, owner, organisationId)).rna ?? undefined });

    expect(await readOrganisation(deps, member, organisationId)).toMatchObject({ editable: false, verifiable: false });
    expect((await readOrganisation(deps, auditor, organisationId)).members).toHaveLength(2);
    await expect(editOrganisation(deps, member, organisationId, input)).rejects.toMatchObject({ status: 403 });
    await expect(editOrganisation(deps, auditor, organisationId, input)).rejects.toMatchObject({ status: 403 });
    await editOrganisation(deps, owner, organisationId, { ...input, name: "Nouveau nom" });

    expect(await readOrganisation(deps, owner, organisationId)).toMatchObject({ name: "Nouveau nom", editable: true });
  });

  test("gains a SIRET, but never changes or loses an identifier", async () => {
    const { organisationId, owner } = await anOrganisation(deps, database.db);
    const rna = (await readOrganisation(deps, owner, organisationId)).rna ?? undefined;
    const siret = "00000012500013";
    await editOrganisation(deps, owner, organisationId, organisationInput({ rna, siret }));

    const other = editOrganisation(deps, owner, organisationId, organisationInput({ rna: aRna(), siret: undefined }));

    await expect(other).rejects.toMatchObject({ status: 422, fields: [{ field: "siret" }, { field: "rna" }] });
    expect(await readOrganisation(deps, owner, organisationId)).toMatchObject({ rna, siret });
  });

  test("refuses a commune code nobody has", async () => {
    const person = await aUser(database.db);

    const created = createOrganisation(deps, person, organisationInput({ communeCode: "99999" }));

    await expect(created).rejects.toMatchObject({ status: 422, fields: [{ field: "communeCode" }] });
  });

  test("stands in the lists of its members and of staff, page by page", async () => {
    const person = await aUser(database.db);
    const ids = [];
    for (let i = 0; i < 3; i += 1) ids.push(await createOrganisation(deps, person, organisationInput()));
    const member = {
      ...person,
      memberships: ids.map((organisationId) => ({ organisationId, role: "owner" as const })),
    };

    const first = await listOrganisations(deps, member, { limit: 2 });
    const second = await listOrganisations(deps, member, { limit: 2, cursor: first.nextCursor ?? undefined });
    const nobody = await listOrganisations(deps, await aUser(database.db), { limit: 2 });
    const staff = await listOrganisations(deps, await aUser(database.db, { staffRoles: ["auditor"] }), { limit: 100 });

    expect([...first.items, ...second.items].map((row) => row.id)).toEqual(ids.toReversed());
    expect(second.nextCursor).toBeNull();
    expect(nobody.items).toEqual([]);
    expect(staff.items.map((row) => row.id)).toEqual(expect.arrayContaining(ids));
  });
});

describe("members", () => {
  test("an address without account becomes one that its holder takes over by signing in", async () => {
    const { organisationId, owner } = await anOrganisation(deps, database.db);

    await addMember(deps, owner, organisationId, { email: "nouvelle@example.org", role: "member" });
    await addMember(deps, owner, organisationId, { email: "nouvelle@example.org", role: "member" });

    const { members } = await readOrganisation(deps, owner, organisationId);
    expect(members.map(({ email, role }) => [email, role])).toEqual([
      [owner.email, "owner"],
      ["nouvelle@example.org", "member"],
    ]);
  });

  test("a member becomes an owner and back, each time with a trace that names no address (X2, X7)", async () => {
    const { organisationId, owner } = await anOrganisation(deps, database.db);
    const member = await aMember(deps, database.db, organisationId, owner, "member");

    await addMember(deps, owner, organisationId, { email: member.email.toUpperCase(), role: "owner" });
    await addMember(deps, owner, organisationId, { email: member.email, role: "member" });

    const trail = await database.db
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.subjectId, organisationId), eq(auditLog.action, "organisation.change-role")));
    expect(trail.map((row) => row.change)).toEqual([
      { userId: member.userId, role: "owner", roleBefore: "member" },
      { userId: member.userId, role: "member", roleBefore: "owner" },
    ]);
    expect(JSON.stringify(trail)).not.toContain("@");
  });

  test("the last owner can neither leave nor step down", async () => {
    const { organisationId, owner } = await anOrganisation(deps, database.db);
    await aMember(deps, database.db, organisationId, owner, "member");

    const leave = removeMember(deps, owner, organisationId, owner.userId);
    await expect(leave).rejects.toMatchObject({ type: "last-owner", status: 409 });
    const stepDown = addMember(deps, owner, organisationId, { email: owner.email, role: "member" });
    await expect(stepDown).rejects.toMatchObject({ type: "last-owner" });

    expect((await rolesOf(organisationId)).filter((row) => row.role === "owner")).toHaveLength(1);
  });

  test("of two owners who leave at once one stays", async () => {
    const { organisationId, owner } = await anOrganisation(deps, database.db);
    const second = await aMember(deps, database.db, organisationId, owner, "owner");

    const outcomes = await Promise.allSettled(
      [owner, second].map((person) => removeMember(deps, person, organisationId, person.userId)),
    );

    expect(outcomes.map((outcome) => outcome.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await rolesOf(organisationId)).toHaveLength(1);
  });

  test("a member may leave but send nobody away", async () => {
    const { organisationId, owner } = await anOrganisation(deps, database.db);
    const member = await aMember(deps, database.db, organisationId, owner, "member");

    await expect(removeMember(deps, member, organisationId, owner.userId)).rejects.toMatchObject({ status: 403 });
    await removeMember(deps, member, organisationId, member.userId);
    await expect(removeMember(deps, owner, organisationId, member.userId)).rejects.toMatchObject({ status: 404 });

    expect(await rolesOf(organisationId)).toEqual([{ userId: owner.userId, role: "owner" }]);
  });
});

const withoutUndefined = (value: object) =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));
