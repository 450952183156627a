import { connectDatabase } from "../../src/db/client.ts";
import { reservationLane } from "../../src/matching/reservation-lane.ts";
import { testDeps } from "../support/deps.ts";
import { aDraft } from "../support/reservations.ts";

/** A service of its own: records its donors' pledges and reserves their matches, all at once, and tells each answer. */
const { url, fundId, campaignId, donors, giftCents } = JSON.parse(process.argv[2] ?? "{}");
const { db, close } = connectDatabase(url, { name: "reserving child", poolSize: 6 });
const deps = { ...(await testDeps(db)), fundId };
const tell = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

await Promise.all(
  Array.from({ length: donors }, async (_, n) => {
    const email = `child-${process.pid}-${n}@example.org`;
    const draft = await aDraft(deps, campaignId, BigInt(giftCents), { email });
    const reservation = await reservationLane(deps).join(draft);
    tell({ pledgeId: draft.pledgeId, cents: reservation.kind === "reserved" ? Number(reservation.matchCents) : -1 });
  }),
);
await close();
