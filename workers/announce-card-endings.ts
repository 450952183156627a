import { worker } from "../src/domain/actor.ts";
import { announceCardEndings } from "../src/pledges/announce-card-endings.ts";
import type { Handler } from "./handlers.ts";

export const announceCardEndingsWorker: Handler = (deps) => async () =>
  announceCardEndings(deps, worker("announce-card-endings"));
