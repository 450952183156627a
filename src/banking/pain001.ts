import { PaymentFileRefused } from "./errors.ts";
import { centsToDecimal } from "./euro-decimal.ts";
import { checkedBic, checkedCents, checkedIban, checkedId, checkedText } from "./pain001-checks.ts";
import { type PostalAddress, postalAddress } from "./postal-address.ts";
import { toSepaText } from "./sepa-text.ts";
import { isCalendarDay, isTargetBusinessDay, parisDay } from "./target-calendar.ts";
import type { XmlElement } from "./xml.ts";
import { branch, leaf, optionalLeaf, writeXml } from "./xml-writing.ts";

export const PAIN001_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

export type Debtor = {
  readonly name: string;
  readonly iban: string;
  readonly bic?: string;
  readonly address: PostalAddress;
};

export type CreditTransfer = {
  /** Comes back in the statement; at most 35 characters, unique in the file. */
  readonly endToEndId: string;
  /** Euro cents, 1 to 99 999 999 999. */
  readonly amountCents: bigint;
  readonly creditor: {
    readonly name: string;
    readonly iban: string;
    readonly bic?: string;
    readonly address?: PostalAddress;
  };
  /** Free text for the creditor, kept to 140 Latin characters. */
  readonly remittance: string;
};

export type CreditTransferFile = {
  /** At most 35 characters; also names the one payment information block. */
  readonly messageId: string;
  readonly createdAt: Date;
  /** A TARGET business day, `YYYY-MM-DD`, not before the day of creation in Paris. */
  readonly executeOn: string;
  readonly debtor: Debtor;
  readonly transfers: readonly CreditTransfer[];
  /** True asks the bank for one statement line for the whole file; false (default) for one line a transfer. */
  readonly batchBooking?: boolean;
};

const account = (name: string, iban: string): XmlElement => branch(name, branch("Id", leaf("IBAN", iban)));

const agent = (name: string, bic: string): XmlElement => branch(name, branch("FinInstnId", leaf("BICFI", bic)));

// DbtrAgt is mandatory in the schema; NOTPROVIDED is the EPC's way to leave the BIC to the bank.
const unknownAgent = (name: string): XmlElement =>
  branch(name, branch("FinInstnId", branch("Othr", leaf("Id", "NOTPROVIDED"))));

const transferElement = (transfer: CreditTransfer, field: string): XmlElement => {
  const { creditor } = transfer;
  const remittance = toSepaText(transfer.remittance, 140);
  return branch(
    "CdtTrfTxInf",
    branch("PmtId", leaf("EndToEndId", checkedId(transfer.endToEndId, `${field}.endToEndId`))),
    branch(
      "Amt",
      leaf("InstdAmt", centsToDecimal(checkedCents(transfer.amountCents, `${field}.amountCents`)), { Ccy: "EUR" }),
    ),
    creditor.bic === undefined ? null : agent("CdtrAgt", checkedBic(creditor.bic, `${field}.creditor.bic`)),
    branch(
      "Cdtr",
      leaf("Nm", checkedText(creditor.name, 70, `${field}.creditor.name`)),
      creditor.address === undefined ? null : postalAddress(creditor.address, `${field}.creditor.address`),
    ),
    account("CdtrAcct", checkedIban(creditor.iban, `${field}.creditor.iban`)),
    remittance === "" ? null : branch("RmtInf", optionalLeaf("Ustrd", remittance)),
  );
};

const checkExecutionDay = (file: CreditTransferFile): void => {
  const refuse = (field: string, reason: string): never => {
    throw new PaymentFileRefused("date", field, reason);
  };
  if (Number.isNaN(file.createdAt.getTime())) refuse("createdAt", "is not an instant");
  if (!isCalendarDay(file.executeOn)) refuse("executeOn", "is not a day written YYYY-MM-DD");
  if (file.executeOn < parisDay(file.createdAt)) refuse("executeOn", "is before the day of creation");
  if (!isTargetBusinessDay(file.executeOn)) refuse("executeOn", "is not a TARGET business day");
};

const checkTransfersAreDistinct = (transfers: readonly CreditTransfer[]): void => {
  if (transfers.length === 0) throw new PaymentFileRefused("empty", "transfers", "holds no transfer");
  const seen = new Set<string>();
  for (const [index, { endToEndId }] of transfers.entries()) {
    if (seen.has(endToEndId)) {
      throw new PaymentFileRefused("duplicate", `transfers[${index}].endToEndId`, "is already used in this file");
    }
    seen.add(endToEndId);
  }
};

/**
 * A SEPA credit transfer order (pain.001.001.09, one payment information block) as text (D6). Names, addresses and remittance are written in
 * the SEPA Latin set and cut to length; identifiers, accounts and amounts are never changed, only accepted or refused.
 * @throws PaymentFileRefused naming the first wrong field.
 */
export const writePain001 = (file: CreditTransferFile): string => {
  const messageId = checkedId(file.messageId, "messageId");
  checkExecutionDay(file);
  checkTransfersAreDistinct(file.transfers);
  const { debtor } = file;
  const name = checkedText(debtor.name, 70, "debtor.name");
  const transfers = file.transfers.map((transfer, index) => transferElement(transfer, `transfers[${index}]`));
  const totals = [
    leaf("NbOfTxs", transfers.length.toString()),
    leaf("CtrlSum", centsToDecimal(file.transfers.reduce((sum, { amountCents }) => sum + amountCents, 0n))),
  ];
  const header = branch(
    "GrpHdr",
    leaf("MsgId", messageId),
    leaf("CreDtTm", file.createdAt.toISOString().replace(/\.\d{3}Z$/, "Z")),
    ...totals,
    branch("InitgPty", leaf("Nm", name)),
  );
  const block = branch(
    "PmtInf",
    leaf("PmtInfId", messageId),
    leaf("PmtMtd", "TRF"),
    leaf("BtchBookg", file.batchBooking === true ? "true" : "false"),
    ...totals,
    branch("PmtTpInf", branch("SvcLvl", leaf("Cd", "SEPA"))),
    branch("ReqdExctnDt", leaf("Dt", file.executeOn)),
    branch("Dbtr", leaf("Nm", name), postalAddress(debtor.address, "debtor.address")),
    account("DbtrAcct", checkedIban(debtor.iban, "debtor.iban")),
    debtor.bic === undefined ? unknownAgent("DbtrAgt") : agent("DbtrAgt", checkedBic(debtor.bic, "debtor.bic")),
    leaf("ChrgBr", "SLEV"),
    ...transfers,
  );
  return writeXml(branch("Document", branch("CstmrCdtTrfInitn", header, block)), PAIN001_NAMESPACE);
};
