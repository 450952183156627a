import { beforeAll, expect, test } from "vitest";
import type { Deps } from "../../src/deps.ts";
import { openRoutes, pageRoutes } from "../../src/routes.ts";
import { testApp } from "../support/app.ts";
import { aCampaign, aSiret } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { serveForFile } from "./send.ts";

const database = testDatabase();
let deps: Deps;
let [live, draft] = ["", ""];

beforeAll(async () => {
  deps = { ...(await testDeps(database.db)), siret: aSiret() };
  live = (await aCampaign(deps)).slug;
  draft = (await aCampaign(deps, "draft")).slug;
});
const service = serveForFile(() => testApp(deps, { openRoutes, pageRoutes }).app);

const ask = (path: string, slug: string, headers: Record<string, string> = {}) =>
  fetch(service.origin + path.replace(":slug", slug), { headers });

test.each(openRoutes.map(({ path }) => path))(
  "X1: %s answers everybody alike, sets no cookie and is kept for minutes",
  async (path) => {
    const answer = await ask(path, live);
    const known = await ask(path, live, { cookie: "visit=abcdefghijklmnopqrstuv; langue=en", "accept-language": "en" });

    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(answer.headers.get("vary") ?? "").not.toMatch(/cookie|language/i);
    expect(answer.headers.get("cache-control")).toBe("public, max-age=300");
    expect(withoutInstants(await known.text())).toBe(withoutInstants(await answer.text()));
  },
);

test("X1: what is not published does not exist for programs either", async () => {
  const ofCampaigns = openRoutes.filter(({ path }) => path.includes(":slug"));

  expect(ofCampaigns).not.toEqual([]);
  for (const { path } of ofCampaigns) expect((await ask(path, draft)).status).toBe(404);
});

/** A document may say when it was made. */
const withoutInstants = (text: string) => text.replace(/20\d\d-\d\d-\d\dT[\d:.]+Z/g, "");
