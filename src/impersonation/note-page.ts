import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Viewing } from "../http/viewing.ts";

/** Writes down a page opened, or asked for, during a visit: in the name of who looks. */
export const notePage =
  (deps: Deps) =>
  ({ id, staffId, personId }: Viewing, method: string, path: string): Promise<void> =>
    inTransaction(deps.db, (tx) =>
      recordAudit(
        tx,
        { kind: "user", userId: staffId },
        {
          action: "impersonation.view",
          subject: ["user", personId],
          change: { impersonation: id, page: `${method} ${withoutSecret(path).slice(0, 200)}` },
        },
      ),
    );

/** A payment link ends in its secret. */
const withoutSecret = (path: string) => path.replace(/^(\/paiement\/).*/i, "$1…");
