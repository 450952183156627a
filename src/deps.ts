import type { Logger } from "pino";
import type { Debtor } from "./banking/pain001.ts";
import type { Database } from "./db/client.ts";
import type { PaymentFileLimits } from "./domain/payment-file-room.ts";
import type { PaymentGateway } from "./payments/gateway.ts";
import type { Cipher } from "./security/cipher.ts";

/** Who publishes the service and how to reach them (LCEN, article 6-III). */
export type Imprint = {
  readonly address: string;
  readonly email: string;
  readonly phone: string | undefined;
  /** Who answers for what is published. */
  readonly director: string;
  readonly hosting: string;
};

/** What use cases are given: the outside world, and nothing global. */
export type Deps = {
  readonly db: Database;
  readonly fundId: string;
  readonly gateway: PaymentGateway;
  readonly cipher: Cipher;
  /** The fund's own bank account: debtor of its payment files, and the only one whose statements are imported. */
  readonly bankAccount: Debtor;
  /** Hour in Paris, 0 to 24, from which its bank takes a file for the next business day. */
  readonly bankCutOffHour: number;
  readonly paymentFileLimits: PaymentFileLimits;
  /** The fund's own SIRET, for the documents it gives out. */
  readonly siret?: string | undefined;
  readonly imprint: Imprint;
  /** How fast all processes together may charge saved cards; undefined: as fast as they can. */
  readonly chargesPerSecond?: number | undefined;
  /** Address people reach the service at, without a trailing slash. */
  readonly baseUrl: string;
  readonly log: Logger;
  /** How many jobs stand where, for the page of decisions; tests and single jobs go without. */
  readonly queues?: { counts(): Promise<Readonly<Record<string, Readonly<Record<string, number>>>>> };
};
