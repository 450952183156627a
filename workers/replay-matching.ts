import { replayNightly } from "../src/matching/replay-nightly.ts";
import type { Handler } from "./handlers.ts";

export const replayMatchingWorker: Handler = (deps) => async () => void (await replayNightly(deps));
