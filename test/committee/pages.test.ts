import { beforeAll, expect, test } from "vitest";
import { appointMember } from "../../src/committee/appoint-member.ts";
import { listMembers } from "../../src/committee/queries.ts";
import type { Deps } from "../../src/deps.ts";
import { accounts } from "../../src/domain/ledger.ts";
import { pageRoutes } from "../../src/routes.ts";
import { type Browser, signIn, submitForm, type TestApp, testApp } from "../support/app.ts";
import { aCommittee, anApplication, aSession, type TestCommittee, theApplication } from "../support/committee.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { booksHold } from "../support/grants.ts";
import { dayFromNow } from "../support/partners.ts";
import { giveFund } from "../support/undoing.ts";

const database = testDatabase();
let deps: Deps;
let app: TestApp;
let committee: TestCommittee;

beforeAll(async () => {
  deps = await testDeps(database.db);
  app = testApp(deps, { pageRoutes });
  committee = await aCommittee(deps);
});

/** Sends a form that must succeed, and reads the page it leads to. */
async function sent(browser: Browser, path: string, fields: Readonly<Record<string, string>>, action: string) {
  const answer = await submitForm(browser, path, fields, action);
  expect(answer.status, answer.text).toBe(303);
  return (await browser.get(answer.headers.location ?? "").expect(200)).text;
}

test("members score, vote, close and sign on their pages, and the holder reads the answer", async () => {
  await giveFund(deps, accounts.general, 100_000n);
  const { applicationId, campaign } = await anApplication(deps, 50_000n);
  const sessionId = await aSession(deps, committee, [applicationId]);
  const session = `/comite/seances/${sessionId}`;
  const own = `${session}/dossiers/${applicationId}`;
  const scores = { "scores.0.score": "4", "scores.0.comment": "Utile", "scores.1.score": "3", "scores.1.comment": "" };

  const members = [await signIn(app, committee.chair.email), await signIn(app, committee.secretary.email)] as const;
  for (const member of members) {
    expect((await member.get("/comite").expect(200)).text).toContain(session);
    const refused = await submitForm(member, own, { "scores.0.score": "9", "scores.1.score": "1" }, `${own}/notes`);
    expect(refused.status).toBe(422);
    await sent(member, own, scores, `${own}/notes`);
    await sent(member, own, { vote: "for", amountCents: "450,50" }, `${own}/vote`);
  }
  const seen = (await members[0].get(own).expect(200)).text;
  expect(seen).toContain("Notes des autres membres");
  const closed = await sent(members[0], session, {}, `${session}/cloture`);
  expect(closed).toContain("450,50");
  const minutesHash = /name="minutesHash" value="([0-9a-f]{64})"/.exec(closed)?.[1] ?? "";
  for (const member of members) await sent(member, session, { minutesHash }, `${session}/signature`);

  expect((await members[1].get(session).expect(200)).text).toContain("Signée");
  const pdf = await members[0].get(`${session}/proces-verbal.pdf`).expect(200);
  expect(pdf.headers["content-type"]).toContain("application/pdf");
  expect(await theApplication(deps, applicationId)).toMatchObject({ state: "granted", awardedCents: 45_050n });
  const holder = await signIn(app, campaign.owner.email);
  expect((await holder.get(`/demandes/${applicationId}`).expect(200)).text).toContain("Gardé pour votre projet");
  await booksHold(deps);
});

test("members find their committee from their account; an administrator among them finds what waits and changes a term", async () => {
  const { applicationId } = await anApplication(deps);
  const { administrator } = committee;
  const last = await dayFromNow(deps, 40);
  const memberId = await appointMember(deps, administrator, {
    email: administrator.email,
    startsOn: await dayFromNow(deps, -1),
    endsOn: await dayFromNow(deps, 30),
  });
  const sessionId = await aSession(deps, committee, [applicationId]);
  const member = await signIn(app, committee.chair.email);
  expect((await member.get("/compte").expect(200)).text).toContain('href="/comite"');
  const browser = await signIn(app, administrator.email);
  const waiting = (await browser.get("/a-decider").expect(200)).text;
  expect(waiting).toContain(`/comite/seances/${sessionId}`);
  expect((await member.get(`/comite/seances/${sessionId}/proces-verbal.pdf`)).status).toBe(303);

  const field = `endsOn-${memberId}`;
  const refused = await submitForm(browser, "/comite", { [field]: "demain" }, `/comite/membres/${memberId}/mandat`);
  expect(refused.status).toBe(422);
  await sent(browser, "/comite", { [field]: last }, `/comite/membres/${memberId}/mandat`);

  expect((await listMembers(deps, administrator)).find((one) => one.id === memberId)?.endsOn).toBe(last);
});

test("a stranger finds neither the committee nor its sessions", async () => {
  const { applicationId, campaign } = await anApplication(deps);
  const sessionId = await aSession(deps, committee, [applicationId]);
  const stranger = await signIn(app, campaign.owner.email);

  for (const path of [
    "/comite",
    `/comite/seances/${sessionId}`,
    `/comite/seances/${sessionId}/dossiers/${applicationId}`,
  ])
    await stranger.get(path).expect(404);
});
