import { describe, expect, test } from "vitest";
import { CAMPAIGN_STATES } from "../../src/domain/campaign.ts";
import { cents } from "../../src/domain/money.ts";
import { type FundingSource, isProjectEditable, planFaults } from "../../src/domain/project.ts";
import { fc } from "../support/property.ts";

const expense = (amount: bigint) => ({ label: "Machine", amountCents: cents(amount) });
const from = (source: FundingSource, amount: bigint) => ({ source, amountCents: cents(amount) });

describe("a project's plan", () => {
  test("adds up on both sides", () => {
    expect(planFaults([expense(700n), expense(300n)], [from("own_funds", 400n), from("campaign", 600n)])).toEqual([]);
  });

  test("says how much is missing, or too much", () => {
    expect(planFaults([expense(1_000n)], [from("campaign", 900n)])).toEqual([
      { rule: "funding-differs", missingCents: 100n },
    ]);
    expect(planFaults([expense(1_000n)], [from("campaign", 1_001n)])).toEqual([
      { rule: "funding-differs", missingCents: -1n },
    ]);
  });

  test("has an expense, each source once, and a total the fund can follow", () => {
    expect(planFaults([], [])).toEqual([{ rule: "no-budget-line" }]);
    expect(planFaults([expense(200n)], [from("campaign", 100n), from("campaign", 100n)])).toEqual([
      { rule: "source-twice", source: "campaign" },
    ]);
    expect(planFaults([expense(10_000_000_001n)], [from("campaign", 10_000_000_001n)])).toEqual([
      { rule: "total-too-large" },
    ]);
  });

  test("is without fault exactly when the sums are equal", () => {
    const amount = fc.bigInt({ min: 1n, max: 20n });
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 4 }), amount, (amounts, funded) => {
        const total = amounts.reduce((a, b) => a + b, 0n);

        expect(planFaults(amounts.map(expense), [from("campaign", funded)]).length === 0).toBe(total === funded);
      }),
    );
  });
});

describe("a project may change", () => {
  test("while its campaigns are drafts, given back, or withdrawn before anybody saw them", () => {
    const alone = CAMPAIGN_STATES.filter((state) => isProjectEditable([{ state, openedAt: null }]));

    expect(alone).toEqual(["draft", "changes_requested", "cancelled"]);
    expect(isProjectEditable([])).toBe(true);
  });

  test("no more once one of them was seen by donors", () => {
    const seen = { state: "cancelled", openedAt: new Date(0) } as const;

    expect(isProjectEditable([{ state: "draft", openedAt: null }, seen])).toBe(false);
  });
});
