import { remindOwners } from "../src/reconciliation/remind-owners.ts";
import type { Handler } from "./handlers.ts";

export const remindDifferencesWorker: Handler = (deps) => () => remindOwners(deps);
