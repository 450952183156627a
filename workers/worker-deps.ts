import type { Deps } from "../src/deps.ts";
import type { Mailer } from "../src/mail/mailer.ts";

export type WorkerDeps = Deps & { readonly mailer: Mailer };
