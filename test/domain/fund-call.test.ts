import { expect, test } from "vitest";
import { type CallEvent, callableCents, settleCalls } from "../../src/domain/fund-call.ts";
import { cents, minCents } from "../../src/domain/money.ts";
import { fc } from "../support/property.ts";

const amount = fc.bigInt({ min: 1n, max: 1_000n });

/** Calls, receipts and cancellations in any order; what goes back is never more than what came. */
const events = fc
  .array(fc.tuple(fc.constantFrom("called", "cancelled", "received", "undone"), amount, fc.nat(5)), { maxLength: 30 })
  .map((steps) => {
    const calls: string[] = [];
    let held = 0n;
    return steps.flatMap(([kind, amountCents, pick]): CallEvent[] => {
      switch (kind) {
        case "called":
          calls.push(`call-${calls.length}`);
          return [{ kind, callId: `call-${calls.length - 1}`, amountCents }];
        case "cancelled": {
          const callId = calls[pick % Math.max(calls.length, 1)];
          return callId === undefined ? [] : [{ kind, callId }];
        }
        case "received":
          held += amountCents;
          return [{ kind, amountCents }];
        default: {
          if (amountCents > held) return [];
          held -= amountCents;
          return [{ kind: "undone", amountCents }];
        }
      }
    });
  });

test("M9: whatever comes in whatever order, calls cover no more than arrived, and none more than it asks", () => {
  fc.assert(
    fc.property(events, (history) => {
      const standings = settleCalls(history);

      const received = history.reduce(
        (sum, event) =>
          event.kind === "received" ? sum + event.amountCents : event.kind === "undone" ? sum - event.amountCents : sum,
        0n,
      );
      expect(standings.reduce((sum, one) => sum + one.coveredCents, 0n)).toBeLessThanOrEqual(received);
      for (const one of standings) {
        expect(one.coveredCents).toBeLessThanOrEqual(one.amountCents);
        expect(one.openCents).toBe(one.state === "cancelled" ? 0n : one.amountCents - one.coveredCents);
      }
    }),
  );
});

test("M9: calls that keep to what is callable never ask, with what was received, for more than was promised", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 3_000n }),
      fc.array(fc.tuple(fc.boolean(), amount), { maxLength: 30 }),
      (promisedCents, steps) => {
        const history: CallEvent[] = [];
        let fundedCents = 0n;
        for (const [isCall, wanted] of steps) {
          if (!isCall) {
            history.push({ kind: "received", amountCents: wanted });
            fundedCents += wanted;
            continue;
          }
          const callable = callableCents({ promisedCents, fundedCents }, settleCalls(history));
          const amountCents = minCents(cents(wanted), cents(callable));
          if (amountCents > 0n) history.push({ kind: "called", callId: `${history.length}`, amountCents });
          const open = settleCalls(history).reduce((sum, one) => sum + one.openCents, 0n);
          if (open > 0n) expect(open + fundedCents).toBeLessThanOrEqual(promisedCents);
        }
      },
    ),
  );
});

test("money beyond the calls of its day pays no later call", () => {
  const standings = settleCalls([
    { kind: "received", amountCents: 500n },
    { kind: "called", callId: "a", amountCents: 300n },
  ]);

  expect(standings).toMatchObject([{ state: "open", coveredCents: 0n }]);
});
