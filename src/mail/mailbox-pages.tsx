import { z } from "zod";
import { notFound } from "../errors.ts";
import { type PageRoute, page, pageRoute } from "../http/page-kit.tsx";
import { Facts, Notice, Table, When, Words } from "../ui/show.tsx";
import { mailboxTexts as texts } from "./messages.ts";
import { findLetter, type KeptLetter, type LetterRow, listLetters } from "./queries.ts";

const PATH = "/boite-aux-lettres";

/** For the stand-in only: everyone may read every letter. */
export const mailboxPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: PATH,
    access: "public",
    run: async ({ deps }) => page(texts.title, <Letters letters={await listLetters(deps.db)} />, { width: "wide" }),
  }),
  pageRoute({
    method: "get",
    path: `${PATH}/:letterId`,
    access: "public",
    run: async ({ deps, params }) => {
      const id = z.uuid().safeParse(params.letterId);
      const letter = id.success ? await findLetter(deps.db, id.data) : undefined;
      if (letter === undefined) throw notFound();
      return page({ fr: letter.subject, en: letter.subject }, <OneLetter letter={letter} />);
    },
  }),
];

const Letters = ({ letters }: { readonly letters: readonly LetterRow[] }) => (
  <>
    <h1>
      <Words text={texts.title} />
    </h1>
    <Notice>
      <Words text={texts.notice} />
    </Notice>
    <Table
      caption={texts.caption}
      empty={texts.empty}
      rows={letters}
      columns={[
        { heading: texts.sent, cell: (letter) => <When at={letter.createdAt} time /> },
        { heading: texts.recipient, cell: (letter) => letter.recipient },
        { heading: texts.subject, cell: (letter) => <a href={`${PATH}/${letter.id}`}>{letter.subject}</a> },
      ]}
    />
  </>
);

const OneLetter = ({ letter }: { readonly letter: KeptLetter }) => (
  <>
    <h1>{letter.subject}</h1>
    <Facts
      facts={[
        [texts.sent, <When key="sent" at={letter.createdAt} time />],
        [texts.recipient, letter.recipient],
      ]}
    />
    {letter.body.split(/\n{2,}/).map((paragraph, index) => (
      <p key={index}>
        <Linked text={paragraph} />
      </p>
    ))}
    <p>
      <a href={PATH}>
        <Words text={texts.back} />
      </a>
    </p>
  </>
);

/** Web addresses in a text become links. */
const Linked = ({ text }: { readonly text: string }) => (
  <>
    {text.split(/(https?:\/\/[^\s<>"]+)/).map((part, index) =>
      /^https?:\/\//.test(part) ? (
        <a href={part} key={index}>
          {part}
        </a>
      ) : (
        part
      ),
    )}
  </>
);
