import type { Text } from "../i18n/text.ts";

export type Value = string | number | boolean | bigint | Date | null | readonly string[];

/** One part of what is held about a person: read on a page, and carried away as JSON. */
export type Section = {
  /** Its name in the file. */
  readonly key: string;
  readonly title: Text;
  /** What the page shows: the name of each column in the file, and in words. */
  readonly columns: Readonly<Record<string, Text>>;
  /** May hold more than the columns, for the file. */
  readonly rows: readonly Readonly<Record<string, Value>>[];
};

/** Whose data: an account, with what was done as a guest under its verified address (X4). */
export type Person = { readonly userId: string; readonly email: string };
