import { expect, test } from "vitest";
import {
  decideSignature,
  documentFor,
  missingSignatures,
  NATURES,
  nextStep,
  type Round,
  SIDES,
  type Signed,
} from "../../src/domain/agreement.ts";
import { fc } from "../support/property.ts";

const round = (more: Partial<Round> = {}): Round => ({
  version: 2,
  side: "partner",
  isAccepted: true,
  needsSecond: false,
  signatures: [],
  ...more,
});

const by = (side: Signed["side"], userId: string): Signed => ({ side, userId });
const SEEN = { seenHash: "a", textHash: "a", isOver: false };

test.each([
  ["corporate_giving", "receipt"],
  ["grant", "agreement"],
  ["sponsorship", "invoice"],
  ["service", "invoice"],
] as const)("a commitment that is %s calls for: %s", (nature, document) => {
  expect(documentFor(nature)).toBe(document);
});

test("every nature calls for one document", () => {
  expect(NATURES.map(documentFor)).toHaveLength(NATURES.length);
});

test.each([
  ["nothing is negotiated", undefined, { kind: "none" }],
  ["the partner proposed", round({ isAccepted: false }), { kind: "answer", by: "fund" }],
  ["the fund proposed", round({ isAccepted: false, side: "fund" }), { kind: "answer", by: "partner" }],
  ["both accepted", round(), { kind: "sign-both" }],
  ["the fund signed", round({ signatures: [by("fund", "f")] }), { kind: "sign", by: "partner" }],
  ["the partner signed", round({ signatures: [by("partner", "p")] }), { kind: "sign", by: "fund" }],
  [
    "the partner and one of two administrators signed",
    round({ needsSecond: true, signatures: [by("partner", "p"), by("fund", "f")] }),
    { kind: "sign-second" },
  ],
  ["all signed", round({ signatures: [by("partner", "p"), by("fund", "f")] }), { kind: "none" }],
] as const)("where %s, it says what is awaited", (_, state, step) => {
  expect(nextStep(state)).toEqual(step);
});

test.each([
  ["before both sides accepted", round({ isAccepted: false }), by("fund", "f"), SEEN, "not-accepted"],
  ["another text than the one to sign", round(), by("fund", "f"), { ...SEEN, seenHash: "b" }, "text-changed"],
  ["for both sides", round({ signatures: [by("partner", "x")] }), by("fund", "x"), SEEN, "second-person"],
  ["a side that signed already", round({ signatures: [by("fund", "f")] }), by("fund", "g"), SEEN, "signed-by-side"],
  ["after the last day", round(), by("fund", "f"), { ...SEEN, isOver: true }, "over"],
] as const)("nobody signs %s", (_, state, signer, seen, reason) => {
  expect(decideSignature(state, signer, seen)).toEqual({ kind: "refused", reason });
});

test("whoever signs in whatever order: the last signature completes, no person counts twice, no side more than its seats", () => {
  const people = fc.array(fc.record({ side: fc.constantFrom(...SIDES), userId: fc.constantFrom("a", "b", "c", "d") }), {
    maxLength: 12,
  });

  fc.assert(
    fc.property(people, fc.boolean(), (signers, needsSecond) => {
      let state = round({ needsSecond });
      let completed = 0;
      for (const signer of signers) {
        const decision = decideSignature(state, signer, SEEN);
        if (decision.kind !== "sign") continue;
        state = { ...state, signatures: [...state.signatures, signer] };
        if (decision.completes) completed += 1;
        expect(decision.completes).toBe(missingSignatures(state).length === 0);
      }
      const users = state.signatures.map((one) => one.userId);
      expect(new Set(users).size).toBe(users.length);
      expect(completed).toBeLessThanOrEqual(1);
      expect(state.signatures.filter((one) => one.side === "fund").length).toBeLessThanOrEqual(needsSecond ? 2 : 1);
    }),
  );
});
