import { findLetter, listLetters } from "../../mail/queries.ts";
import { ASKED, CROWD } from "../donors.ts";
import { eventually, expectThat } from "../eventually.ts";
import { payOnHostedPage } from "../give.ts";
import { pledgeOf } from "../look.ts";
import type { Stage } from "../stage.ts";
import type { Told } from "../tell.ts";
import { euros } from "../words.ts";

/** The donor opens the link of the letter, presses the page's button and confirms at the bank (P4). */
export async function confirmByLink({ deps }: Stage, campaignId: string): Promise<Told> {
  const donor = CROWD.find((one) => one.email === ASKED);
  if (donor === undefined) throw new Error("nobody is asked");
  const link = await eventually({ fr: "la lettre de la banque arrive", en: "the bank’s letter arrives" }, () =>
    linkTo(deps, ASKED),
  );
  await payOnHostedPage(await pressConfirm(link), donor);
  await eventually({ fr: "le don confirmé est débité", en: "the confirmed gift is charged" }, async () =>
    (await pledgeOf(deps, campaignId, ASKED)).state === "captured" ? true : undefined,
  );
  const amount = euros(donor.amountCents);
  return {
    told: {
      fr: `${donor.name} suit le lien de la lettre, confirme, et ses ${amount.fr} sont débités.`,
      en: `${donor.name} follows the letter’s link, confirms, and ${amount.en} is charged.`,
    },
  };
}

async function linkTo({ db }: Stage["deps"], email: string): Promise<string | undefined> {
  const letters = (await listLetters(db)).filter((one) => one.recipient === email);
  for (const { id } of letters) {
    const letter = await findLetter(db, id);
    const link = /https?:\S+\/paiement\/\S+/.exec(letter?.body ?? "")?.[0];
    if (link !== undefined && letter?.subject.startsWith("Votre banque")) return link;
  }
  return undefined;
}

/** As a browser without scripts does. Answers where the button leads: the payment page. */
async function pressConfirm(link: string): Promise<string> {
  const page = await fetch(link, { headers: { "accept-language": "fr" } });
  const html = await page.text();
  const [, action = "", inputs = ""] =
    /<form[^>]*action="([^"]*\/paiement\/[^"]*)"[^>]*>(.*?)<\/form>/s.exec(html) ?? [];
  const fields = [...inputs.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
    ([, name = "", value = ""]) => [name, value],
  );
  const cookies = page.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  const answer = await fetch(new URL(action, link), {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams(fields),
    headers: { cookie: cookies.join("; "), origin: new URL(link).origin },
  });
  const target = answer.headers.get("location");
  expectThat(answer.status === 303 && target !== null, {
    fr: "la page du lien ne mène pas au paiement",
    en: "the link’s page does not lead to the payment",
  });
  return new URL(target ?? "", link).href;
}
