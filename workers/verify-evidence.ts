import { verifyFiles } from "../src/evidence/verify-files.ts";
import type { Handler } from "./handlers.ts";

export const verifyEvidenceWorker: Handler = (deps) => async () => void (await verifyFiles(deps));
