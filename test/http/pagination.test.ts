import { expect, test } from "vitest";
import { AppError } from "../../src/errors.ts";
import { decodeCursor, encodeCursor, toPage } from "../../src/http/pagination.ts";
import { testCipher } from "../support/deps.ts";

const KEY = ["2027-03-03T10:00:00Z", "0190a5b0-0000-7000-8000-000000000000"];

test("a cursor brings its key back", () => {
  expect(decodeCursor(testCipher, "campaigns", encodeCursor(testCipher, "campaigns", KEY))).toEqual(KEY);
  expect(decodeCursor(testCipher, "campaigns", undefined)).toBeUndefined();
});

const sealed = encodeCursor(testCipher, "campaigns", KEY);
const [body = "", seal = ""] = sealed.split(".");
const forged = Buffer.from(JSON.stringify(["9999", "x"])).toString("base64url");

test.each([
  ["another key under the same seal", `${forged}.${seal}`],
  ["another seal", `${body}.${"0".repeat(32)}`],
  ["no seal", body],
  ["a piece more", `${sealed}.x`],
  ["nothing", ""],
  ["a cursor of another list", encodeCursor(testCipher, "pledges", KEY)],
])("a cursor with %s is refused, naming the field", (_, cursor) => {
  const read = () => decodeCursor(testCipher, "campaigns", cursor);

  expect(read).toThrow(AppError);
  expect(read).toThrow(
    expect.objectContaining({ status: 422, fields: [expect.objectContaining({ field: "cursor" })] }),
  );
});

test("a page has a cursor only when there is more", () => {
  const rows = ["a", "b", "c"];
  const keyOf = (row: string) => [row];

  const cut = toPage(testCipher, "rows", rows, 2, keyOf);
  const whole = toPage(testCipher, "rows", rows, 3, keyOf);

  expect(cut.items).toEqual(["a", "b"]);
  expect(decodeCursor(testCipher, "rows", cut.nextCursor ?? undefined)).toEqual(["b"]);
  expect(whole).toEqual({ items: rows, nextCursor: null });
});
