import type { CreditTransfer, CreditTransferFile } from "../../src/banking/pain001.ts";

export const FUND_IBAN = "FR7630006000011234567890189";
export const HOLDER_IBAN = "DE89370400440532013000";
export const PARTNER_IBAN = "BE68539007547034";

export const aTransfer = (changes: Partial<CreditTransfer> = {}): CreditTransfer => ({
  endToEndId: "DISB-1",
  amountCents: 150_000n,
  creditor: { name: "Les Ateliers du Numérique", iban: HOLDER_IBAN, address: { town: "Köln", country: "DE" } },
  remittance: "Tranche 1 de la convention 2026-17",
  ...changes,
});

export const aFile = (changes: Partial<CreditTransferFile> = {}): CreditTransferFile => ({
  messageId: "FUND-20261119-1",
  createdAt: new Date("2026-11-19T09:30:00.123Z"),
  executeOn: "2026-11-20",
  debtor: {
    name: "Fonds solidaire « Demain »",
    iban: FUND_IBAN,
    bic: "AGRIFRPP",
    address: { street: "rue de l’Église", buildingNumber: "12 bis", postCode: "35000", town: "Rennes", country: "FR" },
  },
  transfers: [aTransfer()],
  ...changes,
});

const amount = (signed: string): string => {
  const isDebit = signed.startsWith("-");
  return `<Amt Ccy="EUR">${isDebit ? signed.slice(1) : signed}</Amt><CdtDbtInd>${isDebit ? "DBIT" : "CRDT"}</CdtDbtInd>`;
};

export const balance = (code: string, signed: string, on = "2026-11-20"): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${amount(signed)}<Dt><Dt>${on}</Dt></Dt></Bal>`;

/** An entry of a bank's own making: `signed` is decimal text, `more` follows the booking date. */
export const entry = (signed: string, more = "", status = "<Sts><Cd>BOOK</Cd></Sts>"): string =>
  `<Ntry>${amount(signed)}${status}<BookgDt><Dt>2026-11-20</Dt></BookgDt>${more}</Ntry>`;

export const statement = (content: string, id = "S1"): string =>
  `<Stmt><Id>${id}</Id><Acct><Id><IBAN>${FUND_IBAN}</IBAN></Id><Ccy>EUR</Ccy></Acct>${content}</Stmt>`;

export const camt = (content: string, version = "08"): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr>${content}</BkToCstmrStmt></Document>`;
