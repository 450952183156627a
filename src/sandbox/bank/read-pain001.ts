import { decimalToCents } from "../../banking/euro-decimal.ts";
import { isValidIban } from "../../banking/iban.ts";
import { PAIN001_NAMESPACE } from "../../banking/pain001.ts";
import { elementAt, elementsAt, readXml, textAt, type XmlElement } from "../../banking/xml.ts";

/** The pretend bank turned a file or an order down, as a real one would. */
export class SandboxBankRefused extends Error {
  override readonly name = "SandboxBankRefused";
}

export type OrderedTransfer = {
  readonly endToEndId: string;
  readonly amountCents: bigint;
  readonly creditorName: string;
  readonly creditorIban: string;
  readonly remittance: string | null;
};

export type PaymentOrder = {
  readonly messageId: string;
  readonly paymentInformationId: string;
  readonly isBatchBooked: boolean;
  readonly executeOn: string;
  readonly debtorName: string;
  readonly debtorIban: string;
  readonly transfers: readonly OrderedTransfer[];
};

const required = (element: XmlElement, path: string): string => {
  const text = textAt(element, path);
  if (text === null) throw new SandboxBankRefused(`${element.name}/${path} is missing`);
  return text;
};

const ibanAt = (element: XmlElement, path: string): string => {
  const iban = required(element, `${path}/Id/IBAN`);
  if (!isValidIban(iban)) throw new SandboxBankRefused(`${element.name}/${path} is not a valid account`);
  return iban;
};

const transferOf = (element: XmlElement): OrderedTransfer => {
  const amount = elementAt(element, "Amt/InstdAmt");
  const amountCents = amount?.attributes.Ccy === "EUR" ? decimalToCents(amount.text) : null;
  if (amountCents === null || amountCents === 0n) throw new SandboxBankRefused("InstdAmt is not an amount in EUR");
  return {
    endToEndId: required(element, "PmtId/EndToEndId"),
    amountCents,
    creditorName: required(element, "Cdtr/Nm"),
    creditorIban: ibanAt(element, "CdtrAcct"),
    remittance: textAt(element, "RmtInf/Ustrd"),
  };
};

const checkTotals = (element: XmlElement, transfers: readonly OrderedTransfer[]): void => {
  const sum = transfers.reduce((total, { amountCents }) => total + amountCents, 0n);
  const isRight =
    required(element, "NbOfTxs") === transfers.length.toString() &&
    decimalToCents(required(element, "CtrlSum")) === sum;
  if (!isRight) throw new SandboxBankRefused(`${element.name} states other totals than its transfers have`);
};

/**
 * What a bank takes from a pain.001.001.09 file with one payment information block.
 * @throws SandboxBankRefused where it is not such a file, a total is wrong or an identifier comes twice.
 */
export const readPain001 = (xml: string): PaymentOrder => {
  const reading = readXml(xml, 20_000_000);
  const message = reading.kind === "read" ? elementAt(reading.root, "CstmrCdtTrfInitn") : null;
  const header = message && elementAt(message, "GrpHdr");
  const [block, ...others] = message ? elementsAt(message, "PmtInf") : [];
  if (!xml.includes(PAIN001_NAMESPACE) || !header || !block || others.length > 0) {
    throw new SandboxBankRefused("not a pain.001.001.09 file with one payment information block");
  }
  const transfers = elementsAt(block, "CdtTrfTxInf").map(transferOf);
  checkTotals(header, transfers);
  checkTotals(block, transfers);
  if (new Set(transfers.map(({ endToEndId }) => endToEndId)).size !== transfers.length) {
    throw new SandboxBankRefused("an EndToEndId comes twice");
  }
  return {
    messageId: required(header, "MsgId"),
    paymentInformationId: required(block, "PmtInfId"),
    isBatchBooked: textAt(block, "BtchBookg") === "true",
    executeOn: required(block, "ReqdExctnDt/Dt"),
    debtorName: required(block, "Dbtr/Nm"),
    debtorIban: ibanAt(block, "DbtrAcct"),
    transfers,
  };
};
