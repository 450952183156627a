/** One field of something reviewed, as a person reads it. */
export type Line = { readonly field: string; readonly value: string };

export type ChangedLine = {
  readonly field: string;
  /** Undefined where the field was not there. */
  readonly before: string | undefined;
  readonly after: string | undefined;
};

/** What differs between two readings of one thing, field by field, in the order of the later one. */
export function changedLines(before: readonly Line[], after: readonly Line[]): readonly ChangedLine[] {
  const [was, is] = [valuesOf(before), valuesOf(after)];
  const fields = [...is.keys(), ...[...was.keys()].filter((field) => !is.has(field))];
  return fields
    .map((field) => ({ field, before: was.get(field), after: is.get(field) }))
    .filter((line) => line.before !== line.after);
}

const valuesOf = (lines: readonly Line[]): ReadonlyMap<string, string> =>
  new Map(lines.map(({ field, value }) => [field, value]));
