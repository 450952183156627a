/** `URL.canParse` of Node 20 refuses addresses with accents once the engine has compiled it. */
export function isUrl(text: string): boolean {
  try {
    return new URL(text) !== undefined;
  } catch {
    return false;
  }
}
