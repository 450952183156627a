import { expireAgreements } from "../src/agreements/end-agreement.ts";
import { worker } from "../src/domain/actor.ts";
import type { Handler } from "./handlers.ts";

export const sweepAgreementsWorker: Handler = (deps) => async () => expireAgreements(deps, worker("sweep-agreements"));
