import { remindGrants } from "../src/spending-reports/remind-grants.ts";
import type { Handler } from "./handlers.ts";

export const remindGrantsWorker: Handler = (deps) => () => remindGrants(deps);
