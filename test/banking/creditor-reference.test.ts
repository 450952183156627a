import { expect, test } from "vitest";
import {
  createCreditorReference,
  formatCreditorReference,
  isValidCreditorReference,
} from "../../src/banking/creditor-reference.ts";
import { fc } from "../support/property.ts";

const bodies = fc.stringMatching(/^[A-Z0-9]{1,21}$/);

test("the published example of ISO 11649 comes out", () => {
  const reference = createCreditorReference("539007547034");

  expect(reference).toBe("RF18539007547034");
  expect(formatCreditorReference(reference)).toBe("RF18 5390 0754 7034");
});

test("a created reference is valid, also as people copy it", () => {
  fc.assert(
    fc.property(bodies, (body) => {
      const reference = createCreditorReference(body);

      expect(isValidCreditorReference(reference)).toBe(true);
      expect(isValidCreditorReference(formatCreditorReference(reference).toLowerCase())).toBe(true);
    }),
  );
});

test("a digit taken for another digit is always noticed", () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[0-9]{1,21}$/),
      fc.nat(),
      fc.constantFrom(..."0123456789"),
      (body, position, character) => {
        const reference = createCreditorReference(body);
        const index = 4 + (position % body.length);
        fc.pre(reference[index] !== character);

        const wrong = reference.slice(0, index) + character + reference.slice(index + 1);

        expect(isValidCreditorReference(wrong)).toBe(false);
      },
    ),
  );
});

test.each(["", "A-1", "É", "A".repeat(22)])("%j cannot be the body of a reference", (body) => {
  expect(() => createCreditorReference(body)).toThrow(RangeError);
});
