import { dayOf } from "../campaigns/paris-days.ts";
import { fundNow } from "../db/clock.ts";
import type { Deps } from "../deps.ts";
import { recordPotFunding } from "../partners/record-pot-funding.ts";
import { closeDifference } from "../reconciliation/close-difference.ts";
import { explainDifference } from "../reconciliation/explain-difference.ts";
import { importBankStatement } from "../reconciliation/import-bank-statement.ts";
import { listDifferences } from "../reconciliation/list-differences.ts";
import { bankStatement, type IncomingTransfer } from "../sandbox/bank/pretend-bank.ts";
import type { Pot } from "./partners.ts";
import { actAs } from "./people.ts";

/** Of no bank: the code 99999 is given to none. */
const PAYERS = {
  founder: { debtorName: "Collectif fondateur", debtorIban: "FR7699999000010000000040467" },
  foundation: { debtorName: "Fondation du Lien", debtorIban: "FR7699999000010000000020291" },
  stranger: { debtorName: "Jean Delmas", debtorIban: "FR7699999000010000000010106" },
  company: { debtorName: "Mutuelle des Trois Vallées", debtorIban: "FR7699999000010000000030379" },
};

export type FirstMoney = {
  readonly reserveCents: bigint;
  /** Comes without any reference and is left for the paymaster to explain. */
  readonly strayCents?: bigint;
  /** Comes with its reference and is booked by the statement alone. */
  readonly foundation: { readonly pot: Pot; readonly amountCents: bigint };
  /** Was written down by the paymaster first; the statement proves it. */
  readonly company: { readonly pot: Pot; readonly amountCents: bigint };
};

/**
 * The first day of the fund's bank account: both partners pay, and a founder's deposit that bears no reference, which
 * the paymaster and an administrator assign to the reserve (R2). Answers the statement's closing balance.
 */
export async function receiveFirstMoney(deps: Deps, money: FirstMoney): Promise<bigint> {
  const bankDate = dayOf(new Date((await fundNow(deps.db)).getTime() - 86_400_000));
  const paymaster = await actAs(deps.db, "paymaster");
  const { pot, amountCents } = money.company;
  const receipt = { amountCents, bankReference: `Virement du ${bankDate}`, receivedOn: bankDate };
  await recordPotFunding(deps, paymaster, { potId: pot.id, ...receipt });
  const incomingTransfers = transfersOf(money);
  const xml = bankStatement(deps.bankAccount, { bankDate, openingCents: 0n, incomingTransfers });
  await importBankStatement(deps, paymaster, { xml });
  await assignToReserve(deps, money.reserveCents);
  return incomingTransfers.reduce((sum, transfer) => sum + transfer.amountCents, 0n);
}

const transfersOf = ({ reserveCents, strayCents, foundation, company }: FirstMoney): readonly IncomingTransfer[] => [
  { ...PAYERS.founder, amountCents: reserveCents, remittance: "Dotation de la réserve" },
  { ...PAYERS.foundation, amountCents: foundation.amountCents, creditorReference: foundation.pot.fundingReference },
  { ...PAYERS.company, amountCents: company.amountCents, creditorReference: company.pot.fundingReference },
  ...(strayCents === undefined ? [] : [{ ...PAYERS.stranger, amountCents: strayCents, remittance: "Soutien" }]),
];

async function assignToReserve(deps: Deps, amountCents: bigint): Promise<void> {
  const paymaster = await actAs(deps.db, "paymaster");
  const { items } = await listDifferences(deps, paymaster, { limit: 10, open: true, kind: "bank-line" });
  for (const { id } of items.filter((one) => one.amountCents === amountCents)) {
    const resolution = "account:fund:reserve";
    const reason = "Dotation du collectif fondateur, selon la délibération de création du fonds.";
    await explainDifference(deps, paymaster, { differenceId: id, reason, resolution });
    await closeDifference(deps, await actAs(deps.db, "administrator"), { differenceId: id, resolution });
  }
}
