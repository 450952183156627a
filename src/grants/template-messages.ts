import type { TemplateFault } from "../domain/agreement-template.ts";
import { AppError, type FieldError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";

const FIELD = { fr: "bodyFr", en: "bodyEn" } as const;

export function templateFaultField(fault: TemplateFault): FieldError {
  switch (fault.kind) {
    case "unknown":
      return {
        field: FIELD[fault.language],
        message: {
          fr: `« {{${fault.place}}} » n’est pas un emplacement connu.`,
          en: `“{{${fault.place}}}” is no known place.`,
        },
      };
    case "missing":
      return {
        field: FIELD[fault.language],
        message: { fr: `Il manque « {{${fault.place}}} ».`, en: `“{{${fault.place}}}” is missing.` },
      };
    case "not-alone":
      return {
        field: FIELD[fault.language],
        message: {
          fr: `« {{${fault.place}}} » doit être seul dans son paragraphe.`,
          en: `“{{${fault.place}}}” must stand alone in its paragraph.`,
        },
      };
    case "languages-differ":
      return {
        field: "bodyEn",
        message: {
          fr: `Le paragraphe ${fault.paragraph} n’est pas le même dans les deux langues : autant de paragraphes, avec les mêmes emplacements.`,
          en: `Paragraph ${fault.paragraph} differs between the languages: as many paragraphs, with the same places.`,
        },
      };
  }
}

export const templateChanged = () =>
  new AppError("template-changed", 409, {
    fr: "Une autre personne a écrit une nouvelle version entre-temps : relisez-la, puis reprenez vos changements.",
    en: "Somebody else has written a new version meanwhile: read it, then make your changes again.",
  });

export const TEMPLATES = {
  title: { fr: "Modèle de convention", en: "Agreement template" },
  intro: {
    fr: "Ce texte sert aux subventions à venir ; celles qui existent gardent leur version. Le français est signé, l’anglais aide à lire.",
    en: "This wording serves grants to come; those that exist keep their version. The French is signed, the English helps reading it.",
  },
  version: { fr: "Version", en: "Version" },
  initial: { fr: "texte d’origine", en: "original wording" },
  writtenOn: { fr: "Écrite le", en: "Written on" },
  writtenBy: { fr: "Par", en: "By" },
  history: { fr: "Versions", en: "Versions" },
  noHistory: {
    fr: "Seul le texte d’origine a servi jusqu’ici.",
    en: "Only the original wording has been used so far.",
  },
  bodyFr: { fr: "Texte français", en: "French text" },
  bodyEn: { fr: "Traduction anglaise", en: "English translation" },
  bodyHint: {
    fr: "Une ligne vide sépare les paragraphes. « # » commence un titre, « - » un élément de liste.",
    en: "An empty line parts paragraphs. “# ” begins a heading, “- ” an item of a list.",
  },
  places: { fr: "Emplacements à remplir", en: "Places to be filled" },
  placesIntro: {
    fr: "Chaque subvention remplit ces emplacements. Ceux d’un paragraphe entier doivent y être seuls.",
    en: "Each grant fills these places. Those of a whole paragraph must stand alone in it.",
  },
  inline: { fr: "Dans une phrase", en: "Inside a sentence" },
  block: { fr: "Un paragraphe entier", en: "A whole paragraph" },
  preview: { fr: "Voir un aperçu", en: "Preview" },
  previewTitle: { fr: "Aperçu avec une subvention imaginaire", en: "Preview with an imaginary grant" },
  save: { fr: "Enregistrer une nouvelle version", en: "Save a new version" },
} as const satisfies Record<string, Text>;
