import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import type { AppOptions } from "../../src/app.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import { furnishFund } from "../../src/demo/furnish-fund.ts";
import { DEMO_PEOPLE, seedPeople } from "../../src/demo/people.ts";
import type { Deps } from "../../src/deps.ts";
import { apiRoutes, openRoutes, pageRoutes } from "../../src/routes.ts";
import { seedCommunes } from "../../src/territories/seed-communes.ts";
import { testApp } from "./app.ts";

export type DemoSite = { readonly address: string; readonly close: () => Promise<void> };

/** On an empty fund: the whole service with the demo's people, places, partners and campaigns, listening. */
export async function demoSite(deps: Deps, more: Partial<AppOptions> = {}): Promise<DemoSite> {
  await seedCommunes(deps.db);
  await inTransaction(deps.db, seedPeople);
  await furnishFund(deps);
  const server: Server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const routes = { apiRoutes, openRoutes, pageRoutes, demoPeople: DEMO_PEOPLE };
  server.on("request", testApp({ ...deps, baseUrl: address }, { ...routes, ...more }).app);
  return {
    address,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** By the button of the demo person with this address. */
export async function signInAs(page: Page, base: string, email: string): Promise<void> {
  await page.goto(`${base}/connexion`);
  await page.locator(`form:has(input[value="${email}"]) button`).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/connexion"));
}
