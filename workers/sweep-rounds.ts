import { worker } from "../src/domain/actor.ts";
import { sweepRounds } from "../src/rounds/sweep-rounds.ts";
import type { Handler } from "./handlers.ts";

export const sweepRoundsWorker: Handler = (deps) => async () => void (await sweepRounds(deps, worker("sweep-rounds")));
