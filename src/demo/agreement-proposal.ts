import { and, eq } from "drizzle-orm";
import { negotiationBody } from "../agreements/forms.ts";
import { openNegotiation } from "../agreements/open-negotiation.ts";
import { dayOf } from "../campaigns/paris-days.ts";
import { fundNow } from "../db/clock.ts";
import { cooperationAgreements } from "../db/schema/matching.ts";
import type { Deps } from "../deps.ts";
import { actAs } from "./people.ts";

const DAY_MS = 86_400_000;
const TITLE = "Tablettes et formation des médiateurs";

/** The company proposes money, goods and days: a negotiation that waits for the fund's answer. Once. */
export async function proposeAgreement(deps: Deps, partnerId: string): Promise<void> {
  const { db, fundId } = deps;
  const known = await db
    .select({ id: cooperationAgreements.id })
    .from(cooperationAgreements)
    .where(and(eq(cooperationAgreements.fundId, fundId), eq(cooperationAgreements.title, TITLE)));
  if (known.length > 0) return;
  const now = (await fundNow(db)).getTime();
  const inDays = (days: number) => dayOf(new Date(now + days * DAY_MS));
  const [startsOn, endsOn] = [inDays(1), inDays(366)];
  const proposal = negotiationBody.parse({
    partnerId,
    message: "Nous pouvons aussi prêter deux formatrices. Qu’en dites-vous ?",
    terms: {
      title: TITLE,
      startsOn,
      endsOn,
      lines: [
        {
          kind: "money",
          label: "Abondement des dons en QPV",
          nature: "corporate_giving",
          amountCents: 300_000,
          schedule: [
            { dueOn: inDays(30), amountCents: 200_000 },
            { dueOn: inDays(180), amountCents: 100_000 },
          ],
          potName: "Quartiers des Trois Vallées",
          rules: [
            {
              rule: {
                ratioNumerator: 1,
                ratioDenominator: 1,
                capPerGiftCents: 3_000,
                filter: { qpv: true },
                startsOn,
                endsOn,
              },
            },
          ],
        },
        {
          kind: "goods",
          label: "Tablettes reconditionnées",
          nature: "corporate_giving",
          quantity: 20,
          unit: "tablettes",
          unitValueCents: 9_000,
        },
        {
          kind: "skill_days",
          label: "Mécénat de compétences",
          nature: "corporate_giving",
          days: 12,
          dayValueCents: 35_000,
          purpose: "Former les médiateurs du réseau",
        },
      ],
    },
  });
  await openNegotiation(deps, await actAs(db, "company"), proposal);
}
