import type { Text } from "../i18n/text.ts";

export const around = (lead: Text, text: Text): Text => ({ fr: lead.fr + text.fr, en: lead.en + text.en });

const WORDS = { and: { fr: "et", en: "and" }, or: { fr: "ou", en: "or" } } as const;

/** `a, b et c` / `a, b and c`. */
export function join(parts: readonly Text[], word: keyof typeof WORDS): Text {
  const joined = (language: keyof Text) => {
    const all = parts.map((part) => part[language]);
    const last = all.at(-1) ?? "";
    return all.length < 2 ? last : `${all.slice(0, -1).join(", ")} ${WORDS[word][language]} ${last}`;
  };
  return { fr: joined("fr"), en: joined("en") };
}

/** The values in words behind their lead; nothing where none are given. */
export const list = (
  values: readonly string[] | undefined,
  name: (value: string) => Text,
  lead: Text,
): readonly Text[] => (values === undefined ? [] : [around(lead, join(values.map(name), "or"))]);

/** A name that is the same in both languages. */
export const same = (name: (value: string) => string) => (value: string) => ({ fr: name(value), en: name(value) });

export const when = (holds: boolean | undefined, text: Text): readonly Text[] => (holds === true ? [text] : []);
