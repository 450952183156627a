import { sweepUpdates } from "../src/updates/announce-update.ts";
import type { Handler } from "./handlers.ts";

export const sweepUpdatesWorker: Handler = (deps) => () => sweepUpdates(deps);
