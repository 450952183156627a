import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { submitCampaign } from "../../src/campaigns/submit-campaign.ts";
import type { Deps } from "../../src/deps.ts";
import { openBrowser } from "../support/browser.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { type DemoSite, demoSite, signInAs } from "../support/demo-site.ts";
import { emptyFund } from "../support/deps.ts";
import { aGrant, aRequest, booksHold, theDisbursement } from "../support/grants.ts";
import { pressAt, seesFocus, tabTo, typeInto } from "../support/keyboard.ts";
import { dayFromNow } from "../support/partners.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;
let site: DemoSite;
let browser: Browser;

beforeAll(async () => {
  deps = await emptyFund(database.db, sandbox.gateway);
  site = await demoSite(deps, { formOrigins: [sandbox.sandbox.url] });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const SCRIPTS = [true, false];
const SMALL_PHONE = { width: 320, height: 640 };
const PHONE = { width: 360, height: 740 };

/** One person's browser. What its pages complain of is noted in `faults`. */
async function aPerson(scripts: boolean, email?: string, viewport = PHONE) {
  const context = await browser.newContext({ viewport, javaScriptEnabled: scripts, locale: "fr-FR" });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("status of 4")) faults.push(message.text());
  });
  if (email !== undefined) await signInAs(page, site.address, email);
  return { page, faults };
}

const headed = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).first().click();
const follow = (page: Page, name: string) => page.getByRole("link", { name, exact: true }).first().click();
const field = (page: Page, name: string) => page.locator(`[name="${name}"]`);
const wordsOf = async (page: Page) => ((await page.locator("main").textContent()) ?? "").replace(/\s+/g, " ");

async function fill(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await field(page, name).fill(value);
}

const BUS = "Un bus numérique pour dix-huit villages";

test.each(SCRIPTS)(
  "a donor gives by the keyboard alone on a 320 px wide screen, from the first page to Stripe’s and back (scripts: %s)",
  async (scripts) => {
    const { page, faults } = await aPerson(scripts, undefined, SMALL_PHONE);
    await page.goto(site.address);
    await page.keyboard.press("Tab");
    await seesFocus(page);
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Aller au contenu");
    await page.keyboard.press("Enter");
    await pressAt(page, page.getByRole("link", { name: BUS }).first(), headed(page, BUS));
    await pressAt(page, page.getByRole("link", { name: "Donner", exact: true }).first(), headed(page, /Donner à/));

    await pressAt(page, page.getByRole("button", { name: "Voir le total" }), page.locator(".error-summary"));
    await tabTo(page, page.locator('.error-summary a[href="#amountCents"]'));
    await page.keyboard.press("Enter");
    await page.keyboard.type("25,50");
    await tabTo(page, page.getByLabel("Aucune, je donne simplement"));
    await tabTo(page, field(page, "amountCents"), "Shift+Tab");
    expect(await field(page, "amountCents").inputValue()).toBe("25,50");
    await typeInto(page, field(page, "email"), `clavier-${scripts}@example.org`);
    await typeInto(page, field(page, "displayName"), "Camille");
    await tabTo(page, field(page, "anonymous"));
    await page.keyboard.press("Space");
    expect(await field(page, "anonymous").isChecked()).toBe(true);
    await pressAt(page, page.getByRole("button", { name: "Voir le total" }), headed(page, "Vérifiez votre don"));
    expect(await wordsOf(page)).toContain("25,50 €");

    const card = field(page, "number");
    await pressAt(page, page.getByRole("button", { name: "Continuer vers le paiement" }), card);
    await typeInto(page, field(page, "name"), "Camille");
    await typeInto(page, card, "4242424242424242");
    await pressAt(page, page.locator('button[type="submit"]'), page.getByText("Promesse enregistrée"));

    expect(new URL(page.url()).pathname).toMatch(/^\/dons\//);
    expect(faults).toEqual([]);
    await page.context().close();
  },
);

test.each(SCRIPTS)(
  "a holder writes a project, leaves a campaign half written, goes on, mends what is missing and submits (scripts: %s)",
  async (scripts) => {
    const { page, faults } = await aPerson(scripts, "porteuse@example.org");
    const title = scripts ? "Un café des écrans" : "Des ateliers du soir";
    await page.goto(`${site.address}/mes-projets`);
    await follow(page, "Créer un projet");
    await fill(page, {
      title,
      summary: "Une table, du café, de l’aide.",
      description: "Chaque mardi, au centre du village.",
      "budgetLines.0.label": "Six ordinateurs",
      "budgetLines.0.amountCents": "3 000,00 €",
      "funding.campaign": "3000",
    });
    await press(page, "Enregistrer le projet");
    await follow(page, "Préparer une collecte");
    await fill(page, { pitch: "Aidez-nous à ouvrir.", goalCents: "3 000" });
    if (scripts) await page.getByText("Brouillon enregistré.").waitFor();
    else await press(page, "Garder pour plus tard");

    await page.goto(`${site.address}/mes-projets`);
    await follow(page, title);
    await follow(page, "Préparer une collecte");
    expect(await wordsOf(page)).toContain("Vous reprenez le brouillon");
    expect(await field(page, "pitch").inputValue()).toBe("Aidez-nous à ouvrir.");
    await fill(page, { startsOn: await dayFromNow(deps, 0), deadlineOn: await dayFromNow(deps, 30) });
    await page.locator('[name="mode"][value="all_or_nothing"]').check();
    await press(page, "Enregistrer la collecte");

    expect(await page.getByRole("button", { name: "Déposer la collecte" }).count()).toBe(0);
    await follow(page, "Au moins un lieu de médiation est rattaché au projet");
    await fill(page, { placeSearch: "Langogne" });
    await press(page, "Chercher");
    await page.getByLabel(/Le Relais de Langogne/).check();
    await press(page, "Enregistrer le projet");
    await follow(page, title);
    await press(page, "Déposer la collecte");

    expect(await wordsOf(page)).toContain("Le fonds étudie votre collecte et vous répond ici.");
    expect(faults).toEqual([]);
    await page.context().close();
  },
);

test.each(SCRIPTS)(
  "a case officer finds a campaign in the inbox, gives it back with a checklist, then approves it (scripts: %s)",
  async (scripts) => {
    const title = `Une imprimante ${scripts ? "partagée" : "commune"}`;
    const { id, owner } = await aCampaign(deps, "submitted", { title });
    const { page, faults } = await aPerson(scripts, "instruction@example.org");
    const find = (rule: string, outcome: string) => field(page, `check-${rule}`).selectOption({ label: outcome });
    await page.goto(`${site.address}/a-decider`);
    await follow(page, title);
    await find("story", "À corriger");
    await fill(page, { message: "Écrivez plus simplement." });
    await press(page, "Demander des modifications");
    expect(await page.locator(".error-summary").textContent()).toContain("dites ce qui est à corriger");
    expect(await field(page, "message").inputValue()).toBe("Écrivez plus simplement.");
    await fill(page, { "note-story": "Trop de sigles." });
    await press(page, "Demander des modifications");
    expect(await wordsOf(page)).toContain("Modifications demandées");

    await submitCampaign(deps, owner, id);
    await page.goto(`${site.address}/a-decider`);
    await follow(page, title);
    expect(await wordsOf(page)).toContain("Au tour d’avant : À corriger – Trop de sigles.");
    for (const rule of ["organisation", "place", "budget", "rewards", "story", "dates"])
      await find(rule, "Vérifié, c’est bon");
    await press(page, "Approuver");

    expect(await wordsOf(page)).toContain("Approuvée");
    await page.goto(`${site.address}/a-decider`);
    expect(await wordsOf(page)).not.toContain(title);
    expect(faults).toEqual([]);
    await page.context().close();
  },
);

test.each(SCRIPTS)(
  "D4: authoriser, then paymaster approve a requested payment from their inboxes (scripts: %s)",
  async (scripts) => {
    const grant = await aGrant(database, deps);
    const { disbursementId } = await aRequest(deps, grant, 10_000n);
    for (const [email, decision, left] of [
      ["ordonnateur@example.org", "Autoriser ce versement", []],
      ["comptable@example.org", "Ordonner le paiement", [expect.stringContaining("À mettre dans un fichier")]],
    ] as const) {
      const { page, faults } = await aPerson(scripts, email);
      const row = page.locator("main tr", { has: page.locator(`a[href="/versements/${disbursementId}"]`) });
      await page.goto(`${site.address}/a-decider`);
      await row.getByRole("link").click();
      expect(await wordsOf(page)).toContain("À vérifier avant d’approuver");
      await press(page, decision);
      expect(await page.getByRole("button", { name: decision }).count()).toBe(0);
      await page.goto(`${site.address}/a-decider`);
      expect(await row.allTextContents()).toEqual(left);
      expect(faults).toEqual([]);
      await page.context().close();
    }

    expect(await theDisbursement(deps, disbursementId)).toMatchObject({ state: "ordered" });
    await booksHold(deps);
  },
);

test.each(SCRIPTS)(
  "what was typed survives a refusal, the back button and a session that ended meanwhile (scripts: %s)",
  async (scripts) => {
    const { page, faults } = await aPerson(scripts, "porteuse@example.org");
    const title = `Un projet tapé ${scripts ? "vite" : "lentement"}`;
    await page.goto(`${site.address}/mes-projets/nouveau`);
    await fill(page, {
      title,
      summary: "En deux phrases.",
      description: "Tout au long.",
      "budgetLines.0.label": "Un vidéoprojecteur",
      "budgetLines.0.amountCents": "1 000,50 €",
      "funding.campaign": "900",
    });
    await press(page, "Enregistrer le projet");
    expect(await page.locator(".error-summary").textContent()).toContain("100,50");
    expect(await field(page, "budgetLines.0.amountCents").inputValue()).toBe("1 000,50 €");
    await fill(page, { "funding.campaign": "1 000,50" });

    await page.context().clearCookies({ name: /session_token$/ });
    await press(page, "Enregistrer le projet");
    await follow(page, "Me reconnecter et reprendre ma saisie");
    await page.locator('form:has(input[value="porteuse@example.org"]) button').click();
    await headed(page, "Votre saisie est gardée").waitFor();
    expect(await wordsOf(page)).toContain("Tout au long.");
    await press(page, "Envoyer ma saisie");
    await headed(page, title).waitFor();
    expect(await wordsOf(page)).toContain("1 000,50 €");

    await page.goto(`${site.address}/collectes`);
    await follow(page, BUS);
    await follow(page, "Donner");
    await fill(page, { amountCents: "40", displayName: "Paule" });
    await press(page, "Voir le total avant de payer");
    await headed(page, "Vérifiez votre don").waitFor();
    await page.goBack();
    expect(await field(page, "amountCents").inputValue()).toBe("40");
    expect(faults).toEqual([]);
    await page.context().close();
  },
);
