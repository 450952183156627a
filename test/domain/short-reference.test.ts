import { expect, test } from "vitest";
import { shortReference } from "../../src/domain/short-reference.ts";

test("an id is read by its end; a day or a name stays whole", () => {
  expect(shortReference("01a202e2-d599-7091-ad9d-164d47e15090")).toBe("47E15090");
  expect(shortReference("2026-11-22")).toBe("2026-11-22");
});
