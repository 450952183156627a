import { worker } from "../src/domain/actor.ts";
import { announceStatements } from "../src/statements/announce-statements.ts";
import type { Handler } from "./handlers.ts";

export const announceStatementsWorker: Handler = (deps) => () =>
  announceStatements(deps, worker("announce-statements"));
