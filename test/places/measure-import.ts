import { parseArgs } from "node:util";
import { connectDatabase } from "../../src/db/client.ts";
import { worker } from "../../src/domain/actor.ts";
import { importPlaces } from "../../src/places/import-places.ts";

// Run with --expose-gc: prints how many bytes of the heap are in use at most, garbage aside.
const { values } = parseArgs({ options: { url: { type: "string" }, file: { type: "string" } } });
const connection = connectDatabase(values.url ?? "", { poolSize: 2 });
let most = 0;
const counts = await importPlaces(connection, worker("measure"), {
  path: values.file ?? "",
  onFinding: () => {},
  onProgress: ({ read }) => {
    if (read % 2_500 !== 0) return;
    globalThis.gc?.();
    most = Math.max(most, process.memoryUsage().heapUsed);
  },
});
await connection.close();
process.stdout.write(JSON.stringify({ ...counts, heapBytes: most, rssKilobytes: process.resourceUsage().maxRSS }));
