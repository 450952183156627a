import type { Text } from "../i18n/text.ts";

/** What became of a value the import stumbled over. */
export type Outcome = "refused" | "left_out" | "kept" | "set_aside";

/** One thing to tell about one line of an imported file. */
export type Finding = {
  readonly line: number;
  /** The identifier the file gives the row; "" where it has none. */
  readonly rowId: string;
  readonly column: string;
  readonly value: string;
  readonly reason: Text;
  readonly outcome: Outcome;
};

export type FindingSink = (finding: Finding) => Promise<void> | void;

export const OUTCOMES: Readonly<Record<Outcome, Text>> = {
  refused: { fr: "ligne refusée", en: "row refused" },
  left_out: { fr: "valeur ignorée, ligne acceptée", en: "value left out, row accepted" },
  kept: { fr: "valeur gardée, à vérifier", en: "value kept, to be checked" },
  set_aside: { fr: "ligne écartée, une autre la remplace", en: "row set aside, another replaces it" },
};

/** A file that is not what its import expects: told in one sentence, nothing was read. */
export class UnusableFile extends Error {
  override readonly name = "UnusableFile";
  readonly text: Text;

  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}
