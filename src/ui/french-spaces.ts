/** French puts a space before `: ; ? ! » € %` and after `«`; it must never end a line, so it does not break. */
export const frenchSpaces = (text: string): string =>
  text.replace(/ (?=[:;?!»€%])/g, "\u00a0").replace(/« /g, "«\u00a0");
