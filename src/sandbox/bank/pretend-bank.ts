import { type BookedEntry, type BookedTransaction, writeCamt053 } from "./camt053-writer.ts";
import { type PaymentOrder, readPain001, SandboxBankRefused } from "./read-pain001.ts";

export type IncomingTransfer = {
  readonly amountCents: bigint;
  readonly debtorName: string;
  readonly debtorIban: string;
  readonly remittance?: string;
  /** ISO 11649 reference in the structured field, as a partner's bank sends it. */
  readonly creditorReference?: string;
  readonly endToEndId?: string;
};

export type BankDayOptions = {
  /** `YYYY-MM-DD`. */
  readonly bankDate: string;
  /** Signed cents; the pretend bank lets an account go below zero. */
  readonly openingCents: bigint;
  /** Payments into the account: pot funding, payouts from Stripe. */
  readonly incomingTransfers?: readonly IncomingTransfer[];
  /** Number of the statement, 1 by default; give another for each statement of the same day. */
  readonly sequence?: number;
};

type Holder = { readonly name: string; readonly iban: string };

const incoming = (holder: Holder, transfers: readonly IncomingTransfer[]): readonly BookedEntry[] =>
  transfers.map((transfer) => ({
    family: "RCDT",
    subFamily: "ESCT",
    transactions: [
      {
        endToEndId: transfer.endToEndId,
        amountCents: transfer.amountCents,
        debtor: { name: transfer.debtorName, iban: transfer.debtorIban },
        creditor: holder,
        remittance: transfer.remittance,
        creditorReference: transfer.creditorReference,
      },
    ],
  }));

const debitsOf = (order: PaymentOrder): readonly BookedTransaction[] =>
  order.transfers.map((transfer) => ({
    endToEndId: transfer.endToEndId,
    amountCents: -transfer.amountCents,
    debtor: { name: order.debtorName, iban: order.debtorIban },
    creditor: { name: transfer.creditorName, iban: transfer.creditorIban },
    remittance: transfer.remittance ?? undefined,
  }));

const outgoing = (order: PaymentOrder, debits: readonly BookedTransaction[]): readonly BookedEntry[] => {
  const bookings = order.isBatchBooked ? [debits] : debits.map((debit) => [debit]);
  const { paymentInformationId } = order;
  return bookings.map((transactions) => ({ family: "ICDT", subFamily: "ESCT", paymentInformationId, transactions }));
};

const returnsOf = (debits: readonly BookedTransaction[], returned: readonly string[]): readonly BookedEntry[] =>
  returned.map((endToEndId) => {
    const debit = debits.find((one) => one.endToEndId === endToEndId);
    if (debit === undefined) throw new SandboxBankRefused(`${endToEndId} is not in the file and cannot be returned`);
    return {
      family: "ICDT",
      subFamily: "RRTN",
      transactions: [{ ...debit, amountCents: -debit.amountCents, returnReason: "AC04" }],
    };
  });

/** A day on which the account only receives: camt.053.001.08 text. */
export const bankStatement = (holder: Holder, options: BankDayOptions): string =>
  writeCamt053({
    iban: holder.iban,
    bankDate: options.bankDate,
    openingCents: options.openingCents,
    sequence: options.sequence ?? 1,
    entries: incoming(holder, options.incomingTransfers ?? []),
  });

/**
 * Executes a pain.001 file on `bankDate` and gives the day's statement as camt.053.001.08 text: incoming transfers, our debits (one line for
 * all of them if the file asks for batch booking), then the `returned` ones (EndToEndIds) as credits with reason AC04, account closed.
 * @throws SandboxBankRefused for a file a bank would turn down, a day before the requested one, or a return of an unknown transfer.
 */
export const executePain001 = (
  xml: string,
  options: BankDayOptions & { readonly returned?: readonly string[] },
): string => {
  const order = readPain001(xml);
  if (options.bankDate < order.executeOn) throw new SandboxBankRefused(`execution is asked for ${order.executeOn}`);
  const holder = { name: order.debtorName, iban: order.debtorIban };
  const debits = debitsOf(order);
  return writeCamt053({
    iban: order.debtorIban,
    bankDate: options.bankDate,
    openingCents: options.openingCents,
    sequence: options.sequence ?? 1,
    entries: [
      ...incoming(holder, options.incomingTransfers ?? []),
      ...outgoing(order, debits),
      ...returnsOf(debits, options.returned ?? []),
    ],
  });
};
