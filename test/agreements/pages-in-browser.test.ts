import { mkdir } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { proposeVersion } from "../../src/agreements/propose-version.ts";
import type { Deps } from "../../src/deps.ts";
import { readAgreement } from "../../src/partners/queries.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { aProposal, bothSides, type Sides, someTerms } from "../support/agreements.ts";
import { linkIn, type TestApp, testApp } from "../support/app.ts";
import { openBrowser } from "../support/browser.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { dayFromNow } from "../support/partners.ts";

const database = testDatabase();
let deps: Deps;
let site: TestApp;
let server: Server;
let browser: Browser;
let sides: Sides;

beforeAll(async () => {
  server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  deps = { ...(await testDeps(database.db)), baseUrl };
  site = testApp(deps, { apiRoutes, pageRoutes });
  server.on("request", site.app);
  browser = await openBrowser();
  sides = await bothSides(deps);
});

afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

/** A browser on a busy machine takes its time. */
const PATIENCE_MS = 120_000;
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1200, height: 900 };

/** A page signed in by the link that arrives; without scripts, unless told otherwise. */
async function signedIn(email: string, scripts = false): Promise<Page> {
  const context = await browser.newContext({ viewport: PHONE, javaScriptEnabled: scripts, locale: "fr-FR" });
  const page = await context.newPage();
  await page.goto(`${deps.baseUrl}/connexion`);
  await page.locator('[name="email"]').fill(email);
  await page.locator("main form button").first().click();
  await page.goto(deps.baseUrl + linkIn(site.letters.findLast((letter) => letter.to === email)));
  await page.locator("main form button").first().click();
  return page;
}

/** `SCREENSHOTS=folder` keeps pictures to look at, on a phone and on a desk. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  for (const [device, viewport] of [
    ["phone", PHONE],
    ["desk", DESK],
  ] as const) {
    await page.setViewportSize(viewport);
    await page.screenshot({ path: join(folder, `${name}-${device}.png`), fullPage: true });
  }
  await page.setViewportSize(PHONE);
}

const wordsOf = async (page: Page) =>
  (await page.locator("main").allInnerTexts()).join(" ").replace(/[\s\u00a0\u202f]+/g, " ");
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).first().click();
const fill = (page: Page, name: string, value: string) => page.locator(`[name="${name}"]`).fill(value);

test.each([false, true])(
  "on a phone a member proposes, the fund answers, both agree and sign; pots and rules are open (scripts: %s)",
  async (scripts) => {
    const [today, soon, later] = [
      await dayFromNow(deps, 0),
      await dayFromNow(deps, 30),
      await dayFromNow(deps, 365),
    ] as const;
    const member = await signedIn(sides.member.email, scripts);
    await member.goto(`${deps.baseUrl}/partenaires`);
    await member.getByRole("link", { name: "Proposer un accord" }).click();
    await fill(member, "title", "Soutien aux lieux ruraux");
    await fill(member, "startsOn", today);
    await fill(member, "endsOn", later);
    await press(member, "Ajouter des jours de compétences");
    await fill(member, "lines.0.label", "Abondement des dons");
    await member.locator('[name="lines.0.nature"]').selectOption("corporate_giving");
    await fill(member, "lines.0.amountCents", "5 000");
    await fill(member, "lines.0.potName", "Enveloppe rurale");
    await fill(member, "lines.0.schedule.0.dueOn", soon);
    await fill(member, "lines.0.schedule.0.amountCents", "4 000");
    await fill(member, "lines.1.label", "Mécénat de compétences");
    await member.locator('[name="lines.1.nature"]').selectOption("corporate_giving");
    await fill(member, "lines.1.days", "12,5");
    await fill(member, "lines.1.dayValueCents", "0");
    await fill(member, "lines.1.purpose", "Former les médiateurs");
    await press(member, "Ajouter une règle");
    await fill(member, "rule.capPerGiftCents", "beaucoup");
    await press(member, "Mettre cette règle dans l’accord");
    const refusedRule = await wordsOf(member);
    await picture(member, "rule-step");
    await fill(member, "rule.capPerGiftCents", "50");
    await press(member, "Mettre cette règle dans l’accord");
    const withRule = await wordsOf(member);
    await fill(member, "message", "Voici ce que nous pouvons faire.");
    await press(member, "Envoyer la proposition");
    const refused = await wordsOf(member);
    await picture(member, "terms-refused");
    await fill(member, "lines.0.schedule.0.amountCents", "5 000");
    await press(member, "Envoyer la proposition");
    await picture(member, "agreement-negotiating");
    const own = new URL(member.url()).pathname;

    expect(refusedRule).toContain("À corriger avant de continuer");
    expect(withRule).toContain("Pour 1 € donné, Fondation du Lien ajoute 1 €, jusqu’à 50 € par don");
    expect(refused).toContain("Les échéances font 4 000 € : leur somme doit être le montant promis.");
    expect(await wordsOf(member)).toContain("C’est au fonds de répondre.");

    const fund = await signedIn(sides.administrator.email, scripts);
    await fund.goto(`${deps.baseUrl}${own}`);
    await fund.getByRole("link", { name: "Lire et répondre" }).click();
    await fund.getByRole("link", { name: "Répondre par d’autres termes" }).click();
    await fill(fund, "lines.0.amountCents", "6 000");
    await fill(fund, "lines.0.schedule.0.amountCents", "6 000");
    await press(fund, "Ajouter des biens");
    await fill(fund, "lines.2.label", "Tablettes");
    await fund.locator('[name="lines.2.nature"]').selectOption("corporate_giving");
    await fill(fund, "lines.2.quantity", "20");
    await fill(fund, "lines.2.unit", "tablettes");
    await fill(fund, "lines.2.unitValueCents", "90");
    await press(fund, "Envoyer la proposition");
    await picture(fund, "rounds");
    const compared = await wordsOf(fund);

    expect(compared).toContain("le montant passe de 5 000 € à 6 000 €.");
    expect(compared).toContain("Ajout : 20 tablettes pour « Tablettes »");
    expect(await fund.locator(".side-by-side > section").count()).toBe(2);

    const owner = await signedIn(sides.owner.email, scripts);
    await owner.goto(`${deps.baseUrl}${own}/echanges`);
    await press(owner, "Accepter cette version");
    await picture(owner, "signature");
    await press(owner, "Signer cet accord");
    await fund.goto(`${deps.baseUrl}${own}/signature`);
    await press(fund, "Signer cet accord");
    await picture(fund, "agreement-in-force");
    const inForce = await wordsOf(fund);
    await fund.goto(`${deps.baseUrl}/partenaires`);
    await picture(fund, "agreements");

    expect(inForce).toContain("En vigueur");
    expect(inForce).toContain("Promis 6 000 €");
    const { pots } = await readAgreement(deps, sides.owner, own.split("/").at(-1) ?? "");
    expect(pots.map((pot) => pot.rules.length)).toEqual([1]);

    await owner.goto(`${deps.baseUrl}${own}/livraisons`);
    await owner.locator('[name="commitmentKey"]').selectOption({ label: "Mécénat de compétences" });
    await fill(owner, "quantity", "1,5");
    await fill(owner, "deliveredOn", today);
    await owner.locator('[name="evidence"]').setInputFiles({
      name: "présence.pdf",
      mimeType: "application/pdf",
      buffer: Buffer.from("%PDF-1.7 feuille de présence"),
    });
    await press(owner, "Déclarer une livraison");
    await fund.goto(`${deps.baseUrl}${own}/livraisons`);
    await picture(fund, "deliveries");
    await press(fund, "Confirmer");

    expect(await wordsOf(fund)).toContain("Confirmée");
    expect(await wordsOf(fund)).toContain("présence.pdf");
    for (const page of [member, fund, owner]) await page.context().close();
  },
  PATIENCE_MS,
);

test(
  "a version that arrives while one writes: nothing typed is lost, what arrived is told, and sending again answers it",
  async () => {
    const agreementId = await aProposal(deps, sides);
    const page = await signedIn(sides.administrator.email);
    await page.goto(`${deps.baseUrl}/partenaires/${agreementId}/proposition`);
    await fill(page, "title", "Notre contre-proposition");
    await fill(page, "message", "Un long message.");
    const terms = await someTerms(deps, { title: "La correction du partenaire" });
    await proposeVersion(deps, sides.owner, { agreementId, answers: 1, message: "Nous corrigeons le titre.", terms });

    await press(page, "Envoyer la proposition");
    await picture(page, "arrived");
    const told = await wordsOf(page);
    const kept = [
      await page.locator('[name="title"]').inputValue(),
      await page.locator('[name="message"]').inputValue(),
    ];
    await press(page, "Envoyer la proposition");

    expect(told).toContain("La version 2 est arrivée pendant que vous écriviez.");
    expect(told).toContain("Nous corrigeons le titre.");
    expect(told).toContain("« La correction du partenaire »");
    expect(kept).toEqual(["Notre contre-proposition", "Un long message."]);
    expect(await wordsOf(page)).toContain("Version 3");
    await page.context().close();
  },
  PATIENCE_MS,
);
