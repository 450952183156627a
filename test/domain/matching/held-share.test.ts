import { expect, test } from "vitest";
import { heldForOthers, type ShareInUse } from "../../../src/domain/matching/held-share.ts";
import { cents } from "../../../src/domain/money.ts";
import { fc } from "../../support/property.ts";
import { aGift, PLACE } from "../../support/rules.ts";

const UNTIL = new Date("2026-07-01T00:00:00Z");

const held = (shareCents: bigint, usedCents: bigint, departements: readonly string[] = ["02"]): ShareInUse => ({
  share: { departements, shareCents: cents(shareCents), until: UNTIL },
  usedCents: cents(usedCents),
});

test.each<[string, readonly ShareInUse[], bigint]>([
  ["no share", [], 0n],
  ["a share for elsewhere, less what went there", [held(10_000n, 3_000n)], 7_000n],
  ["a share used up or more", [held(10_000n, 12_000n)], 0n],
  ["a share for the gift's own place", [held(10_000n, 0n, ["02", "23"])], 0n],
  ["several shares", [held(10_000n, 0n), held(5_000n, 1_000n, ["75"]), held(800n, 0n, ["23"])], 14_000n],
])("the pot keeps from a gift what is left for others: %s", (_, shares, expected) => {
  expect(heldForOthers(shares, aGift())).toBe(expected);
});

test("a share is kept until its instant, and open to all from then on", () => {
  const shares = [held(10_000n, 0n)];

  expect(heldForOthers(shares, aGift({ recordedAt: new Date(UNTIL.getTime() - 1) }))).toBe(10_000n);
  expect(heldForOthers(shares, aGift({ recordedAt: UNTIL }))).toBe(0n);
});

test("a project with one place in the share's territory takes part in it; one without any place does not", () => {
  const shares = [held(10_000n, 0n)];

  expect(heldForOthers(shares, aGift({ places: [PLACE, { ...PLACE, departement: "02" }] }))).toBe(0n);
  expect(heldForOthers(shares, aGift({ places: [] }))).toBe(10_000n);
  expect(heldForOthers(shares, aGift({ places: [{ ...PLACE, departement: undefined }] }))).toBe(10_000n);
});

test("whatever was used, no more is kept than the shares of others, and never less than nothing", () => {
  const amount = fc.bigInt(0n, 10_000_000_000n);
  const share = fc
    .record({ size: amount, used: amount, territory: fc.subarray(["02", "23", "75"], { minLength: 1 }) })
    .map(({ size, used, territory }) => held(size, used, territory));
  fc.assert(
    fc.property(fc.array(share, { maxLength: 5 }), (shares) => {
      const kept = heldForOthers(shares, aGift());

      const most = shares
        .filter((one) => !one.share.departements.includes("23"))
        .reduce((sum, one) => sum + one.share.shareCents, 0n);
      expect(kept).toBeGreaterThanOrEqual(0n);
      expect(kept).toBeLessThanOrEqual(most);
    }),
  );
});
