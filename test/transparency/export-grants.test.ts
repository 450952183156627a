import { parse } from "csv-parse/sync";
import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { organisations } from "../../src/db/schema/organisations.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { isValidSiret } from "../../src/domain/siret.ts";
import { agreementNumber } from "../../src/grants/agreement-number.ts";
import { openDataRoutes } from "../../src/transparency/open-routes.ts";
import { aBrowser, testApp } from "../support/app.ts";
import { aSiret } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { emptyFund, testDeps } from "../support/deps.ts";
import { aGrant } from "../support/grants.ts";

const COLUMNS =
  "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire,rnaBeneficiaire,objet,montant,nature,conditionsVersement,datesPeriodeVersement,idRAE,notificationUE,pourcentageSubvention,dispositifAide";

const orEmpty = (schema: z.ZodType) => z.union([z.literal(""), schema]);
const siret = z.string().regex(/^\d{14}$/);

/** The published schema (scdl/subventions v2.1.1), column by column. */
const LAYOUT = z.strictObject({
  nomAttribuant: z.string().min(1),
  idAttribuant: siret.refine(isValidSiret),
  dateConvention: z.iso.date(),
  referenceDecision: z.string(),
  nomBeneficiaire: z.string().min(1),
  idBeneficiaire: orEmpty(siret),
  rnaBeneficiaire: orEmpty(z.string().regex(/^W\d{9}$/)),
  objet: z.string().min(1).max(256),
  montant: z.string().regex(/^\d+\.\d{2}$/),
  nature: z.enum([
    "aide en numéraire",
    "aide en nature",
    "aide en numéraire;aide en nature",
    "aide en nature;aide en numéraire",
  ]),
  conditionsVersement: z.string().min(1).max(256),
  datesPeriodeVersement: z.string().regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}(\/[0-9]{4}-[0-9]{2}-[0-9]{2})?$/),
  idRAE: z.string().max(5),
  notificationUE: z.enum(["oui", "non"]),
  pourcentageSubvention: z.coerce.number().min(0.01).max(1),
  dispositifAide: z.string(),
});

const database = testDatabase();
let deps: Deps;

beforeAll(async () => {
  deps = { ...(await testDeps(database.db)), siret: aSiret() };
});

const rename = (organisationId: string, to: Partial<typeof organisations.$inferInsert>) =>
  inTransaction(deps.db, (tx) => tx.update(organisations).set(to).where(eq(organisations.id, organisationId)));

test("the file of grants keeps to the national layout, line by line, and holds signed grants only", async () => {
  const signed = await aGrant(database, deps, 123_456n);
  await aGrant(database, deps, 50_000n, { isSigned: false });
  const odd = await aGrant(database, deps, 70_000n);
  await rename(odd.organisationId, { name: '=HYPERLINK("x")', siret: null, rna: "W9A1234567".slice(0, 10) });

  const answer = await aBrowser(testApp(deps, { openRoutes: openDataRoutes }).app)
    .get("/transparence/subventions.csv")
    .expect(200);

  expect(answer.headers["content-type"]).toBe("text/csv; charset=utf-8");
  expect(answer.text.split("\r\n")[0]).toBe(COLUMNS);
  const lines = parse(answer.text, { columns: true }).map((line: unknown) => LAYOUT.parse(line));
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatchObject({
    idAttribuant: deps.siret,
    referenceDecision: agreementNumber(signed.grantId),
    nomBeneficiaire: "La Fabrique du Coin",
    montant: "1234.56",
    conditionsVersement: "unique",
    notificationUE: "non",
    pourcentageSubvention: 1,
  });
  expect(lines[1]).toMatchObject({ nomBeneficiaire: `'=HYPERLINK("x")`, idBeneficiaire: "", rnaBeneficiaire: "" });
});

test("a grant of several instalments is paid over a period, from its signature to its last day", async () => {
  const usual = { ...(await emptyFund(database.db)), siret: aSiret() };
  await aGrant(database, usual, 500_000n);

  const { text } = await aBrowser(testApp(usual, { openRoutes: openDataRoutes }).app)
    .get("/transparence/subventions.csv")
    .expect(200);

  const [line] = parse(text, { columns: true }).map((one: unknown) => LAYOUT.parse(one));
  const [from = "", to = ""] = line?.datesPeriodeVersement.split("/") ?? [];
  expect(line).toMatchObject({ conditionsVersement: "échelonné", dateConvention: from, montant: "5000.00" });
  expect(to > from).toBe(true);
});

test("without the fund's own SIRET there is no such file: each line must bear it", async () => {
  const { app } = testApp({ ...deps, siret: undefined }, { openRoutes: openDataRoutes });

  await aBrowser(app).get("/transparence/subventions.csv").expect(404);
});

test("open data are kept some minutes, may be read by other sites, and know nobody", async () => {
  const browser = aBrowser(testApp(deps, { openRoutes: openDataRoutes }).app);

  const answer = await browser.get("/transparence/annees.csv").expect(200);

  expect(answer.headers).toMatchObject({
    "cache-control": "public, max-age=300",
    "access-control-allow-origin": "*",
    "content-disposition": "attachment; filename=annees.csv",
  });
  expect(answer.headers["set-cookie"]).toBeUndefined();
  await browser
    .get("/transparence/annees.csv")
    .set("If-None-Match", answer.headers.etag ?? "")
    .expect(304);
});
