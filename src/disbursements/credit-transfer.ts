import { eq } from "drizzle-orm";
import { PaymentFileRefused } from "../banking/errors.ts";
import { type CreditTransfer, writePain001 } from "../banking/pain001.ts";
import { requestedExecutionDay } from "../banking/target-calendar.ts";
import type { Transaction } from "../db/client.ts";
import { bankAccounts, organisations } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import { InvariantViolation } from "../errors.ts";
import type { LoadedOrder } from "./load-order.ts";

/** What the bank is told of an order, whoever it pays: the holder of a grant, or a partner taking money back. */
export type Payable = Pick<LoadedOrder, "id" | "amountCents" | "purpose" | "endToEndId" | "bankAccountId">;

export type PreparedTransfer<O extends Payable = LoadedOrder> = {
  readonly order: O;
  readonly transfer: CreditTransfer;
};

/** The order as a line of the bank's file; undefined where no bank would take it, so that it doesn't stop the others. */
export async function creditTransfer<O extends Payable>(
  tx: Transaction,
  deps: Deps,
  order: O,
): Promise<PreparedTransfer<O> | undefined> {
  if (order.bankAccountId === null) throw new InvariantViolation(`order ${order.id} has no bank account`);
  const [row] = await tx
    .select({ account: bankAccounts, organisation: organisations })
    .from(bankAccounts)
    .innerJoin(organisations, eq(organisations.id, bankAccounts.organisationId))
    .where(eq(bankAccounts.id, order.bankAccountId));
  if (row === undefined) throw new InvariantViolation(`bank account ${order.bankAccountId} does not exist`);
  const { account, organisation } = row;
  const transfer: CreditTransfer = {
    endToEndId: order.endToEndId,
    amountCents: order.amountCents,
    creditor: {
      name: account.holderName,
      iban: deps.cipher.decrypt(account.ibanCiphertext),
      ...(account.bic === null ? {} : { bic: account.bic }),
      address: {
        street: organisation.address,
        postCode: organisation.postcode,
        town: organisation.town,
        country: "FR",
      },
    },
    remittance: order.purpose,
  };
  return isWritable(deps, transfer) ? { order, transfer } : undefined;
}

function isWritable(deps: Deps, transfer: CreditTransfer): boolean {
  const createdAt = new Date(0);
  try {
    writePain001({
      messageId: "TRIAL",
      createdAt,
      executeOn: requestedExecutionDay(createdAt, 0),
      debtor: deps.bankAccount,
      transfers: [transfer],
    });
    return true;
  } catch (error) {
    if (error instanceof PaymentFileRefused && error.field.startsWith("transfers")) return false;
    throw error;
  }
}
