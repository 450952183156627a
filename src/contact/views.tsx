import type { Deps } from "../deps.ts";
import type { AppError } from "../errors.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import type { Page } from "../http/pagination.ts";
import { Field } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { Facts, Notice, StateTag, Table, When, Words } from "../ui/show.tsx";
import { contactTexts as texts } from "./messages.ts";
import type { ContactMessage } from "./queries.ts";

type Typed = { readonly typed: FormValues; readonly error?: AppError | undefined };

export const ContactPage = ({ deps, typed, error }: Typed & { readonly deps: Deps }) => (
  <>
    <h1>
      <Words text={texts.title} />
    </h1>
    <ErrorSummary error={error} />
    <p>
      <Words text={texts.introduction} />
    </p>
    <Form action="/contact">
      <Field
        name="name"
        label={texts.name}
        value={field(typed, "name")}
        errors={error?.fields}
        autocomplete="name"
        maxLength={120}
      />
      <Field
        name="email"
        label={texts.email}
        type="email"
        inputMode="email"
        value={field(typed, "email")}
        errors={error?.fields}
        autocomplete="email"
        maxLength={254}
      />
      <Field
        name="body"
        label={texts.body}
        hint={texts.bodyHint}
        value={field(typed, "body")}
        errors={error?.fields}
        rows={8}
        maxLength={5_000}
      />
      <Button>
        <Words text={texts.send} />
      </Button>
    </Form>
    {deps.imprint.phone && (
      <p>
        <Words text={texts.phone(deps.imprint.phone)} />
      </p>
    )}
    <p>
      <Words text={texts.relay} />
    </p>
  </>
);

export const ThanksPage = () => (
  <>
    <h1>
      <Words text={texts.thanksTitle} />
    </h1>
    <Notice tone="success">
      <Words text={texts.thanks} />
    </Notice>
  </>
);

type ListProps = { readonly messages: Page<ContactMessage>; readonly all: boolean };

export const MessageList = ({ messages, all }: ListProps) => (
  <>
    <h1>
      <Words text={texts.staffTitle} />
    </h1>
    <MessageTable rows={messages.items} />
    {!all && (
      <p>
        <a href="/messages?tous=1">
          <Words text={texts.all} />
        </a>
      </p>
    )}
    {messages.nextCursor !== null && (
      <p>
        <a href={`/messages?${all ? "tous=1&" : ""}suite=${encodeURIComponent(messages.nextCursor)}`}>
          <Words text={texts.older} />
        </a>
      </p>
    )}
  </>
);

export const MessageTable = ({ rows }: { readonly rows: readonly ContactMessage[] }) => (
  <Table
    caption={texts.staffTitle}
    titled
    empty={texts.none}
    rows={rows}
    columns={[
      { heading: texts.received, cell: (row) => <When at={row.createdAt} time /> },
      { heading: texts.from, cell: (row) => row.name },
      { heading: texts.message, cell: (row) => <a href={`/messages/${row.id}`}>{beginningOf(row.body)}</a> },
      { heading: texts.state, cell: (row) => <State of={row} /> },
    ]}
  />
);

const State = ({ of }: { readonly of: ContactMessage }) =>
  of.answeredAt === null ? (
    <StateTag label={texts.open} tone="waiting" />
  ) : (
    <StateTag label={texts.answered} tone="good" />
  );

const LINE = 80;
const beginningOf = (text: string) => (text.length <= LINE ? text : `${text.slice(0, LINE).trimEnd()}…`);

type OneProps = Typed & { readonly message: ContactMessage; readonly mayAnswer: boolean };

export const MessagePage = ({ message, mayAnswer, typed, error }: OneProps) => (
  <>
    <h1>
      <Words text={texts.message} />
    </h1>
    <ErrorSummary error={error} />
    <Facts
      facts={[
        [texts.received, <When key="at" at={message.createdAt} time />],
        [texts.from, `${message.name} (${message.email})`],
        [texts.state, <State key="state" of={message} />],
      ]}
    />
    <blockquote class="typed">{message.body}</blockquote>
    {message.answer !== null && (
      <section>
        <h2>
          <Words text={texts.answerOf(message.answeredByName ?? "")} />
        </h2>
        <blockquote class="typed">{message.answer}</blockquote>
      </section>
    )}
    {message.answer === null && mayAnswer && (
      <Form action={`/messages/${message.id}/reponse`}>
        <Field
          name="answer"
          label={texts.answer}
          hint={texts.answerHint}
          value={field(typed, "answer")}
          errors={error?.fields}
          rows={8}
          maxLength={5_000}
        />
        <Button>
          <Words text={texts.sendAnswer} />
        </Button>
      </Form>
    )}
  </>
);
