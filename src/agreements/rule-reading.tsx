import { z } from "zod";
import type { FieldError } from "../errors.ts";
import { ruleBody } from "../partners/forms.ts";
import { useText } from "../ui/context.ts";
import { Button } from "../ui/form.tsx";
import { ui } from "../ui/messages.ts";
import { ADD_BUTTON } from "../ui/rows.tsx";
import { TERMS } from "./page-messages.ts";
import { ruleWords } from "./rule-words.ts";

const keyedRule = z.object({ key: z.string(), rule: ruleBody });

/** A rule as the form carries it; undefined where somebody sent something else. */
export function readKeyedRule(json: string) {
  try {
    return keyedRule.parse(JSON.parse(json));
  } catch {
    return undefined;
  }
}

type Props = {
  readonly json: string;
  readonly name: string;
  /** Line and rule, as the buttons name them. */
  readonly place: string;
  readonly partnerName: string;
  readonly errors: readonly FieldError[] | undefined;
};

/** A rule within the form of terms: its sentence, carried whole, with what can be done to it. */
export function RuleReading({ json, name, place, partnerName, errors }: Props) {
  const t = useText();
  const read = readKeyedRule(json);
  return (
    <div class="row" id={name}>
      <input type="hidden" name={name} value={json} />
      {errors
        ?.filter((error) => error.field === name)
        .map((error) => (
          <p class="error" key={error.message.en}>
            <strong>{t(ui.error)}</strong> {t(error.message)}
          </p>
        ))}
      {read !== undefined && <p>{t(ruleWords(partnerName, read.rule))}</p>}
      <p class="buttons">
        <Button kind="secondary" name={ADD_BUTTON} value={`change-rule:${place}`}>
          {t(TERMS.changeRule)}
        </Button>
        <Button kind="danger" name={ADD_BUTTON} value={`remove-rule:${place}`}>
          {t(TERMS.removeRule)}
        </Button>
      </p>
    </div>
  );
}
