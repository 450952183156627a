import { remindInstalments } from "../src/instalments/remind-instalments.ts";
import type { Handler } from "./handlers.ts";

export const remindInstalmentsWorker: Handler = (deps) => () => remindInstalments(deps);
