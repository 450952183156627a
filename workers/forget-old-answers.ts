import { purgeIdempotencyKeys } from "../src/http/idempotency.ts";
import type { Handler } from "./handlers.ts";

export const forgetOldAnswersWorker: Handler = (deps) => async () => void (await purgeIdempotencyKeys(deps.db));
