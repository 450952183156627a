import { expect, test } from "vitest";
import { type DisputeFacts, type DisputeState, type DisputeStep, stepsOf } from "../../src/domain/dispute.ts";

type Case = readonly [
  what: string,
  known: DisputeState | undefined,
  told: readonly [status: string, isWithdrawn: boolean, cameBack: DisputeFacts["cameBack"]],
  steps: readonly DisputeStep[],
];

const CASES: readonly Case[] = [
  ["an inquiry moves no money", undefined, ["warning_needs_response", false, "nothing"], ["inquire"]],
  ["told again, an inquiry is known", "inquiry", ["warning_under_review", false, "nothing"], []],
  ["an inquiry closed", "inquiry", ["warning_closed", false, "nothing"], ["close"]],
  ["prevented before any money moved", undefined, ["prevented", false, "nothing"], ["inquire", "close"]],
  [
    "prevented by giving the money back at once: the bank has it",
    undefined,
    ["prevented", true, "nothing"],
    ["withdraw", "lose"],
  ],
  ["opened", undefined, ["needs_response", true, "nothing"], ["withdraw"]],
  ["a part back while it is open decides nothing yet", "open", ["under_review", true, "part"], []],
  ["won, the money still on its way", "open", ["won", true, "nothing"], []],
  ["won", "open", ["won", true, "all"], ["win"]],
  ["lost before anybody heard of it", undefined, ["lost", true, "nothing"], ["withdraw", "lose"]],
  ["lost in part", "open", ["lost", true, "part"], ["lose"]],
  ["won in part", "open", ["won", true, "part"], ["lose"]],
  ["lost, and all of it given back", "open", ["lost", true, "all"], ["win"]],
  ["what an appeal brings back later", "lost", ["won", true, "all"], []],
];

test.each(CASES)("F4, S2: %s", (_, known, [status, isWithdrawn, cameBack], steps) => {
  expect(stepsOf(known, { status, isWithdrawn, cameBack })).toEqual(steps);
});

test("F4: however a dispute ends, once its money has moved it does not stay open", () => {
  for (const status of ["won", "lost", "prevented"])
    for (const cameBack of ["nothing", "part", "all"] as const) {
      const isOnItsWay = status === "won" && cameBack === "nothing";
      expect(stepsOf("open", { status, isWithdrawn: true, cameBack })).toHaveLength(isOnItsWay ? 0 : 1);
    }
});
