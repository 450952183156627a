import { SECONDS_BETWEEN } from "../src/jobs/periods.ts";
import type { Queues } from "../src/jobs/queues.ts";

export const scheduleSweeps = (queues: Queues): Promise<void> => queues.repeat(SECONDS_BETWEEN);
