/** Every text a person reads, in both languages at once: leaving one out does not compile. */
export type Text = { readonly fr: string; readonly en: string };

export type Language = keyof Text;

export const LANGUAGES = ["fr", "en"] as const satisfies readonly Language[];
