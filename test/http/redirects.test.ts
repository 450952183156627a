import { beforeAll, expect, test } from "vitest";
import { pageRoutes } from "../../src/routes.ts";
import { serveForFile } from "../access/send.ts";
import { linkIn, type TestApp, testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";

const database = testDatabase();
let made: TestApp;

beforeAll(async () => {
  made = testApp(await testDeps(database.db), { pageRoutes });
});
const service = serveForFile(() => made.app);

const ELSEWHERE = [
  "//evil.example",
  "///evil.example",
  "https:evil.example",
  "https://evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/.//evil.example",
  "/%2e%2e//evil.example",
  "/\t/evil.example",
  "javascript:alert(1)",
  "/compte\r\nSet-Cookie: a=b",
  "http:///evil.example",
  " //evil.example",
  "/@evil.example",
];

test.each(ELSEWHERE)("signing in never leads away: %j", async (retour) => {
  const email = "redirige@example.org";
  const page = await fetch(`${service.origin}/connexion?retour=${encodeURIComponent(retour)}`);
  const cookie = page.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  const form = (path: string, fields: Record<string, string>) =>
    fetch(service.origin + path, {
      method: "POST",
      redirect: "manual",
      headers: { cookie },
      body: new URLSearchParams(fields),
    });
  const html = await page.text();
  const _token = /name="_token" value="([^"]+)"/.exec(html)?.[1] ?? "";

  await form("/connexion", { _token, email, retour });
  const letter = new URL(linkIn(made.letters.findLast(({ to }) => to === email)), service.origin);
  const entered = await form("/connexion/lien", { _token, jeton: letter.searchParams.get("jeton") ?? "", retour });

  expect(entered.status).toBe(303);
  const target = new URL(entered.headers.get("location") ?? "", service.origin);
  expect(target.origin).toBe(service.origin);
  expect(letter.searchParams.get("retour") ?? "/").toMatch(/^\/(?![/\\])/);
  expect(entered.headers.getSetCookie().filter((one) => one.startsWith("a="))).toEqual([]);
});

test.each([
  "//evil.example/?lang=en",
  "/%5cevil.example?lang=en",
  "/mes-dons?x=%0d%0aSet-Cookie:%20a=b",
  "//evil.example/mes-dons",
  "/?lang=en&x=//evil.example",
])("a redirect of ours stays ours: %s", async (path) => {
  const answer = await fetch(service.origin + path, { redirect: "manual" });

  expect(new URL(answer.headers.get("location") ?? "/", service.origin).origin).toBe(service.origin);
  expect(answer.headers.get("location") ?? "").not.toMatch(/[\r\n]/);
  expect(answer.status).toBeLessThan(500);
});
