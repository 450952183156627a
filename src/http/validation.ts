import type { z } from "zod";
import type { FieldError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { texts } from "./validation-messages.ts";

type Issue = z.core.$ZodIssue;

/** Options of `.refine(check, saying({fr, en}))`: the refusal in both languages. */
export const saying = (text: Text) => ({ error: text.en, params: { text } });

/** Every failing field of a zod error, named by its JSON path, in both languages. */
export const fieldErrors = (error: z.ZodError): readonly FieldError[] =>
  error.issues.flatMap((issue) => fromIssue(issue, messageOf));

/** The same for who filled in a page. */
export const fieldErrorsOnPage = (error: z.ZodError): readonly FieldError[] =>
  error.issues.flatMap((issue) =>
    fromIssue(issue, (one) => (one.code === "invalid_value" ? texts.notOffered : messageOf(one))),
  );

function fromIssue(issue: Issue, wordsOf: (issue: Issue) => Text): readonly FieldError[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ field: pathOf([...issue.path, key]), message: texts.unknownField }));
  }
  return [{ field: pathOf(issue.path), message: wordsOf(issue) }];
}

const pathOf = (path: readonly PropertyKey[]): string => (path.length === 0 ? "body" : path.map(String).join("."));

function messageOf(issue: Issue): Text {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined && issue.message.endsWith("undefined")
        ? texts.missing
        : texts.type(issue.expected);
    case "too_small":
      return texts.tooSmall(issue.origin, issue.minimum);
    case "too_big":
      return texts.tooBig(issue.origin, issue.maximum);
    case "invalid_format":
      return texts.format(issue.format);
    case "invalid_value":
      return texts.oneOf(issue.values.map(String));
    case "custom":
      return isText(issue.params?.text) ? issue.params.text : texts.invalid;
    default:
      return texts.invalid;
  }
}

const isText = (value: unknown): value is Text =>
  typeof value === "object" && value !== null && "fr" in value && "en" in value;
