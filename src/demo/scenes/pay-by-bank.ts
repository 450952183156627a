import { fundNow } from "../../db/clock.ts";
import { createPaymentFile } from "../../disbursements/create-payment-file.ts";
import { downloadPaymentFile } from "../../disbursements/download-payment-file.ts";
import { readDisbursement } from "../../disbursements/queries.ts";
import { importBankStatement } from "../../reconciliation/import-bank-statement.ts";
import { executePain001 } from "../../sandbox/bank/pretend-bank.ts";
import { readPain001 } from "../../sandbox/bank/read-pain001.ts";
import { expectThat } from "../eventually.ts";
import { actAs } from "../people.ts";
import type { Stage } from "../stage.ts";
import type { Told } from "../tell.ts";
import { euros } from "../words.ts";
import type { Payout } from "./pay-out.ts";

/** No bank has the code 99999. */
const STRIPE_IBAN = "FR7699999000010000000040467";

/** The paymaster writes the bank's file (D6). */
export async function writePaymentFile({ deps }: Stage): Promise<Told<{ readonly xml: string }>> {
  const paymaster = await actAs(deps.db, "paymaster");
  const { paymentFileId, count, controlSumCents } = await createPaymentFile(deps, paymaster);
  if (paymentFileId === undefined) throw new Error("nothing was ready to pay");
  const { xml } = await downloadPaymentFile(deps, paymaster, { paymentFileId });
  const total = euros(controlSumCents);
  return {
    xml,
    told: {
      fr: `${count} ordre, total de contrôle ${total.fr}, à exécuter le ${readPain001(xml).executeOn}.`,
      en: `${count} order, control sum ${total.en}, to be executed on ${readPain001(xml).executeOn}.`,
    },
  };
}

export type BankDay = {
  readonly xml: string;
  readonly payout: Payout;
  readonly openingCents: bigint;
  readonly disbursementId: string;
};

/** The bank executes the file and receives Stripe's payout; its statement confirms both (R1). */
export async function importTheStatement({ deps, passTime }: Stage, day: BankDay): Promise<Told> {
  const bankDate = readPain001(day.xml).executeOn;
  const seconds = (Date.parse(`${bankDate}T18:00:00Z`) - (await fundNow(deps.db)).getTime()) / 1_000;
  if (seconds > 0) await passTime(Math.ceil(seconds));
  const { id, amountCents } = day.payout;
  const fromStripe = { amountCents, debtorName: "Stripe", debtorIban: STRIPE_IBAN, remittance: `STRIPE ${id}` };
  const statement = executePain001(day.xml, {
    bankDate,
    openingCents: day.openingCents,
    incomingTransfers: [fromStripe],
    sequence: 2,
  });
  const [imported] = await importBankStatement(deps, await actAs(deps.db, "paymaster"), { xml: statement });
  const { state } = await readDisbursement(deps, await actAs(deps.db, "auditor"), day.disbursementId);
  expectThat(imported?.linesBooked === 2 && state === "paid", {
    fr: "le relevé ne confirme pas le versement",
    en: "the statement does not confirm the disbursement",
  });
  return {
    told: {
      fr: `${imported?.linesBooked} lignes reconnues : l’argent de Stripe est arrivé, la première tranche est versée.`,
      en: `${imported?.linesBooked} lines recognised: Stripe’s money has arrived, the first instalment is paid.`,
    },
  };
}
