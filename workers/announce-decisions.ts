import { announceDecisions } from "../src/decisions/announce-decisions.ts";
import type { Handler } from "./handlers.ts";

export const announceDecisionsWorker: Handler = (deps) => () => announceDecisions(deps);
