import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { spendingReports } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { agreementNumber } from "../../src/grants/agreement-number.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { readReport } from "../../src/spending-reports/queries.ts";
import { formToken, signIn, submitForm, testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aGrant, aStaffMember, booksHold } from "../support/grants.ts";

const database = testDatabase();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db);
});

const BUTTON = "then";
/** The button that saves and hands in. */
const SUBMIT = { [BUTTON]: "submit" };

const person = (email: string) => signIn(testApp(deps, { apiRoutes, pageRoutes }), email);

test("D2: on its page the holder sends its invoices as a file, hands the report in, and the fund accepts it", async () => {
  const grant = await aGrant(database, deps, 100_000n);
  const holder = await person(grant.owner.email);
  const officer = await person((await aStaffMember(deps, "case_officer")).email);
  const path = `/subventions/${grant.grantId}/compte-rendu`;
  const { lines } = await readReport(deps, grant.owner, grant.grantId);
  const send = async (csv: string) =>
    holder
      .post(`${path}/factures`)
      .field("_token", formToken((await holder.get(path).expect(200)).text))
      .attach("file", Buffer.from(csv), "factures.csv");

  const broken = await send("ligne;fournisseur;date;montant\n99;Bois;2027-03-28;3\n");
  const listed = await send("ligne;fournisseur;date;montant\n1;<b>Bois</b> & Cie;2027-03-28;600,50\n");
  const page = await holder.get(path);
  const fields = Object.fromEntries(
    lines.flatMap(({ position }, index) => [
      [`lines.${position}.spentCents`, index === 0 ? "600,50" : ""],
      [`lines.${position}.comment`, ""],
    ]),
  );
  const write = (more: Record<string, string>) =>
    submitForm(holder, path, { ...fields, otherFundingCents: "", comment: "Fini.", ...more });
  const negative = await write({ otherFundingCents: "-3" });
  const unlisted = await write({ [`lines.${lines[0]?.position}.spentCents`]: "700", ...SUBMIT });
  const handedIn = await write(SUBMIT);

  expect([broken.status, listed.status, negative.status, unlisted.status, handedIn.status]).toEqual([
    422, 303, 422, 422, 303,
  ]);
  expect(broken.text).toContain("La ligne 2 du fichier");
  expect(page.text).toContain("&lt;b>Bois&lt;/b> &amp; Cie");
  expect(negative.text).toContain('value="-3"');
  expect(unlisted.text).toContain('value="700"');
  const mute = await submitForm(officer, path, { note: "" }, `${path}/corrections`);
  const accepted = await submitForm(officer, path, { acceptanceNote: "Merci" }, `${path}/acceptation`);
  expect([mute.status, accepted.status]).toEqual([422, 303]);
  const [report] = await deps.db.select().from(spendingReports).where(eq(spendingReports.grantId, grant.grantId));
  expect(report).toMatchObject({ state: "accepted", keptBackCents: 39_950n, claimedCents: 0n });
  expect((await holder.get(path)).text).toMatch(/399,50\s€/);
  await booksHold(deps);
});

test("D3: on their pages public aid is declared, the text is read, printed and signed by two", async () => {
  const grant = await aGrant(database, deps, 2_500_000n, { isSigned: false });
  const holder = await person(grant.owner.email);
  const administrator = await person((await aStaffMember(deps, "administrator")).email);
  const path = `/subventions/${grant.grantId}`;

  const unsaid = await submitForm(holder, `${path}/aides`, { hasEconomicActivity: "" });
  const undated = await submitForm(holder, `${path}/aides`, {
    hasEconomicActivity: "yes",
    "aids.0.granter": "Région",
    "aids.0.amountCents": "1000",
    "aids.0.grantedOn": "",
  });
  const declared = await submitForm(holder, `${path}/aides`, {
    hasEconomicActivity: "yes",
    "aids.0.granter": "Région <Bretagne>",
    "aids.0.amountCents": "1000",
    "aids.0.grantedOn": "2026-06-01",
  });
  const { text } = await holder.get(`${path}/convention`).expect(200);
  const agreementHash = /name="agreementHash" value="([0-9a-f]{64})"/.exec(text)?.[1] ?? "";
  const sign = (browser: typeof holder, more: Record<string, string> = {}) =>
    submitForm(browser, `${path}/convention`, { agreementHash, ...more }, `${path}/signature`);
  const early = await sign(administrator);
  const unticked = await sign(holder);
  const signed = await sign(holder, { agreesToCommitment: "on" });
  const countersigned = await sign(administrator);
  const aids = await holder.get(`${path}/aides`).expect(200);
  const pdf = await holder.get(`${path}/convention.pdf`).expect(200);

  expect([unsaid.status, undated.status, declared.status]).toEqual([422, 422, 303]);
  expect(undated.text).toContain('value="Région"');
  expect([early.status, unticked.status, signed.status, countersigned.status]).toEqual([409, 422, 303, 303]);
  expect(text).toContain("Région &lt;Bretagne>");
  expect(aids.text).toContain("cette déclaration en fait partie et ne change plus");
  expect(aids.text).toContain("Région &lt;Bretagne>");
  expect(aids.text).not.toContain(`action="${path}/aides"`);
  expect(pdf.headers["content-type"]).toContain("application/pdf");
  expect(pdf.headers["content-disposition"]).toContain(`convention-${agreementNumber(grant.grantId)}.pdf`);
  expect((pdf.body as Buffer).subarray(0, 5).toString()).toBe("%PDF-");
});
