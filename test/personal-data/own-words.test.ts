import { expect, test } from "vitest";
import { personalDataPages } from "../../src/personal-data/pages.tsx";
import { signIn, submitForm, testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aStaffMember } from "../support/grants.ts";

const database = testDatabase();

test("X2: one's own page tells roles and acts in words; the file keeps the log's codes beside them", async () => {
  const deps = await testDeps(database.db);
  const site = testApp(deps, { pageRoutes: personalDataPages });
  const browser = await signIn(site, (await aStaffMember(deps, "case_officer")).email);
  await submitForm(browser, "/compte", { name: "Inès Truction", language: "fr" });
  await browser.get("/compte/mes-donnees/fichier").buffer(true);

  const page = await browser.get("/compte/mes-donnees");
  const file = JSON.parse((await browser.get("/compte/mes-donnees/fichier").buffer(true)).text);

  const text = page.text.replace(/<[^>]+>|\S+@\S+/g, " ");
  expect(text).toContain("Instructeur");
  expect(page.text).toContain(">Français</td>");
  expect(text).not.toMatch(/case_officer|personal-data|[\da-f]{8}-[\da-f]{4}-|[{}]/);
  expect(file.acts.at(-1)).toMatchObject({ action: "personal-data.export", subject: `user ${file.person}` });
});
