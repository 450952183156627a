import { XMLParser, XMLValidator } from "fast-xml-parser";
import { beforeAll, describe, expect, test } from "vitest";
import { dayOf, lastDayBefore } from "../../src/campaigns/paris-days.ts";
import { readCampaign } from "../../src/campaigns/queries.ts";
import type { Deps } from "../../src/deps.ts";
import { foldLine, writeCalendar } from "../../src/feeds/calendar.ts";
import { escapeXml } from "../../src/feeds/escape-xml.ts";
import { feedRoutes } from "../../src/feeds/open-routes.ts";
import { aBrowser, type Browser, testApp } from "../support/app.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";

const database = testDatabase();
let deps: Deps;
let browser: Browser;
let campaign: Awaited<ReturnType<typeof aCampaign>>;

const TITLE = 'Café & <b>câbles</b>, "ensemble" ; tous à l’atelier numérique de la vallée';

beforeAll(async () => {
  deps = await testDeps(database.db);
  campaign = await aCampaign(deps, "live", { title: TITLE, category: "equipment" });
  await aCampaign(deps, "live", { title: "Autre collecte" });
  await aCampaign(deps, "scheduled", { title: "Pas encore ouverte", startsOn: dayOf(new Date(Date.now() + 864e5)) });
  browser = aBrowser(testApp(deps, { openRoutes: feedRoutes }).app);
});

const atom = async (query = "") => {
  const { text, headers } = await browser.get(`/collectes.atom${query}`).expect(200);
  expect(XMLValidator.validate(text)).toBe(true);
  expect(headers["content-type"]).toContain("application/atom+xml");
  const parser = new XMLParser({ ignoreAttributes: false, isArray: (name) => name === "entry" });
  return parser.parse(text).feed;
};

test("the feed of open campaigns is whole XML, with an id that never changes for each", async () => {
  const feed = await atom();

  expect(feed.entry.map((one: { title: string }) => one.title).toSorted()).toEqual(["Autre collecte", TITLE]);
  expect(feed.entry.find((one: { title: string }) => one.title === TITLE)).toMatchObject({
    id: `urn:uuid:${campaign.id}`,
    link: { "@_href": `http://localhost/collectes/${campaign.slug}` },
  });
  expect(feed.id).toBe("http://localhost/collectes.atom");
});

test("a search has a feed of its own by the same fields, and one that cannot be is refused", async () => {
  expect((await atom("?theme=equipment&lang=en")).entry).toHaveLength(1);
  expect((await atom("?q=introuvable")).entry).toBeUndefined();
  await browser.get("/collectes.atom?theme=inconnu").expect(422);
});

test("the calendar has each campaign's last day in Paris, whole lines and one event each", async () => {
  const { text } = await browser.get("/collectes.ics").expect(200);
  const { deadlineAt } = await readCampaign(deps, { kind: "guest" }, campaign.slug);

  const lines = text.replaceAll("\r\n ", "").split("\r\n");

  expect(text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  expect(lines.filter((line) => line === "BEGIN:VEVENT")).toHaveLength(2);
  expect(lines).toContain(`UID:collecte-${campaign.id}@localhost`);
  expect(lines).toContain(`DTSTART;VALUE=DATE:${lastDayBefore(deadlineAt).replaceAll("-", "")}`);
  expect(lines).toContain(
    'SUMMARY:Dernier jour : Café & <b>câbles</b>\\, "ensemble" \\; tous à l’atelier numérique de la vallée',
  );
});

describe("what is written for programs", () => {
  test("a folded line never cuts a character, and unfolds to itself", () => {
    const line = `SUMMARY:${"é".repeat(60)}${"👩‍💻".repeat(30)}`;

    const folded = foldLine(line);

    expect(folded.split("\r\n").every((one) => Buffer.byteLength(one) <= 75)).toBe(true);
    expect(folded.replaceAll("\r\n ", "")).toBe(line);
  });

  test("an event ends the day after, at the end of a year too, and nothing typed adds a property", () => {
    const typed = "Fête\r\nATTENDEE:mailto:x@example.org";
    const text = writeCalendar("C", [
      { uid: "u", on: "2026-12-31", title: typed, description: typed, href: "http://x", changedAt: new Date(0) },
    ]);

    expect(text).toContain("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n");
    expect(text).not.toMatch(/^ATTENDEE/m);
    expect(text).toContain("DTSTAMP:19700101T000000Z");
  });

  test("XML leaves out what it cannot write", () => {
    expect(escapeXml("a\u0000\u001b\ud800<&>\"'é👍")).toBe("a&lt;&amp;&gt;&quot;&apos;é👍");
  });
});
