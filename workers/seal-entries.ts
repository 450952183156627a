import { sealEntries } from "../src/ledger/seal-entries.ts";
import type { Handler } from "./handlers.ts";

export const sealEntriesWorker: Handler = (deps) => async () => void (await sealEntries(deps));
