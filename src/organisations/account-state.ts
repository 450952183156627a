import type { BankAccountState } from "../domain/organisation.ts";
import { InvariantViolation } from "../errors.ts";

/** The state as the table keeps it, held there by `bank_accounts_state_known`. */
export function accountStateOf(text: string): BankAccountState {
  if (text === "pending" || text === "verified" || text === "replaced" || text === "blocked") return text;
  throw new InvariantViolation(`unknown state of a bank account: ${text}`);
}
