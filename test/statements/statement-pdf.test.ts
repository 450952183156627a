import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { fundNow } from "../../src/db/clock.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { printable } from "../../src/pdf/fonts.ts";
import { monthOf } from "../../src/statements/months.ts";
import { readStatement } from "../../src/statements/read-statement.ts";
import { statementPdf } from "../../src/statements/statement-pdf.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { anAgreement } from "../support/partners.ts";
import { textsOf } from "../support/pdf-text.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;
let agreement: Awaited<ReturnType<typeof anAgreement>>;

beforeAll(async () => {
  deps = { ...(await testDeps(database.db, sandbox.gateway)), siret: "13002526500013" };
  agreement = await anAgreement(deps, 90_000);
  await agreement.addRule();
  const campaign = await aCampaign(deps, "live", { mode: "keep_what_you_raise" });
  await aFirmPledge(deps, campaign.id, 4_000n);
});

async function print(language: "fr" | "en" = "fr") {
  const printedAt = await fundNow(deps.db);
  const asked = { agreementId: agreement.agreementId, month: monthOf(printedAt) };
  const statement = await readStatement(deps, agreement.member, asked);
  const pieces: Uint8Array[] = [];
  for await (const piece of statementPdf(deps, statement, { language, printedAt })) pieces.push(piece);
  return { pieces, file: Buffer.concat(pieces).toString("latin1") };
}

const pagesOf = (file: string) => [...file.matchAll(/\/Type \/Page\b(?!s)/g)].length;

test("the document names both parties with their SIRET, its language and its title, and is tagged", async () => {
  const { file } = await print();

  const [first = ""] = textsOf(file);
  expect(first).toContain("SIRET 130 025 265 00013");
  expect(first).toContain(`SIRET ${agreement.siret.slice(0, 3)} `);
  expect(first).toContain("Fondation du Lien");
  expect(file.startsWith("%PDF-1.7")).toBe(true);
  expect(file).toContain("/Marked true");
  expect(file).toContain("/Lang (fr-FR)");
  expect(file).toContain("/DisplayDocTitle true");
  expect(file).toContain("/Scope /Column");
});

test("each page says which of how many it is", async () => {
  for (const language of ["fr", "en"] as const) {
    const { file } = await print(language);

    const pages = pagesOf(file);
    const numbers = textsOf(file).flatMap((text) => /^\d+\/\d+$/m.exec(text) ?? []);
    expect(numbers).toEqual(Array.from({ length: pages }, (_, index) => `${index + 1}/${pages}`));
  }
});

test("thousands of lines go on from page to page, each under its heading, and come piece by piece", {
  timeout: 60_000,
}, async () => {
  await inTransaction(deps.db, (tx) =>
    tx.execute(sql`
      insert into pot_fundings (fund_id, id, pot_id, amount_cents, source, reference, created_at)
      select ${deps.fundId}, gen_random_uuid(), ${agreement.potId}, 100, 'bank', 'many-' || n, now() from generate_series(1, 3000) n`),
  );
  await inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`update matching_pots set funded_cents = funded_cents + 300000 where id = ${agreement.potId}`);
    await tx.execute(sql`
      select post_entry(${deps.fundId}, gen_random_uuid(), 'many', 'pot_funded', now(), 'test', 'test',
        ${JSON.stringify([
          { account: "bank", amount: "300000" },
          { account: `pot:partner:${agreement.potId}`, amount: "-300000" },
        ])}::text::jsonb)`);
  });

  const { file, pieces } = await print();

  const texts = textsOf(file);
  const numbers = texts.flatMap((text) => /^\d+\/\d+$/m.exec(text) ?? []);
  expect(pagesOf(file)).toBeGreaterThan(60);
  expect(numbers.at(-1)).toBe(`${pagesOf(file)}/${pagesOf(file)}`);
  expect(texts.filter((text) => text.includes("Mouvement\n")).length).toBeGreaterThanOrEqual(pagesOf(file) - 2);
  expect(texts.join("\n").match(/many-/g)).toHaveLength(3_000);
  expect(pieces.length).toBeGreaterThan(60);
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(file.length / 2);
});

test("a name the fonts cannot spell is written with the nearest letters", () => {
  expect(printable("Łódź, Œuvre à 3 000 € − l’été")).toBe(
    "Lódz, Œuvre à 3\u00a0000 € – l’été".replace("3\u00a0000", "3 000"),
  );
  expect(printable("日本\u0000")).toBe("?? ");
});
