import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Text } from "../i18n/text.ts";
import type { Letter } from "./mailer.ts";

/**
 * The same letter for programs that show HTML: its paragraphs, an address alone on its line as a button with the
 * address below. Nothing is loaded from anywhere: no image, no font, no trace of who opened it.
 */
export function letterHtml({ subject, text, language }: Letter): string {
  const paragraphs = text.trim().split(/\n{2,}/);
  const signature = paragraphs.pop();
  return `<!doctype html>${renderToString(
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{subject}</title>
        <style>{STYLE}</style>
      </head>
      <body>
        <div class="sheet">
          {paragraphs.map((paragraph, index) => (
            <Paragraph key={index} label={OPEN[language]}>
              {paragraph}
            </Paragraph>
          ))}
          <p class="signature">{signature}</p>
        </div>
      </body>
    </html>,
  )}`;
}

const OPEN: Text = { fr: "Ouvrir la page", en: "Open the page" };
const ADDRESS_ALONE = /^https?:\/\/\S+$/;

function Paragraph({ children, label }: { readonly children: string; readonly label: string }): ComponentChildren {
  if (!ADDRESS_ALONE.test(children))
    return (
      <p class="words">
        {children.split(/(https?:\/\/\S+)/).map((part, index) => (index % 2 === 0 ? part : <a href={part}>{part}</a>))}
      </p>
    );
  return (
    <p>
      <a class="button" href={children}>
        {label}
      </a>
      <br />
      <a class="address" href={children}>
        {children}
      </a>
    </p>
  );
}

/** The colours of the pages, light and dark. */
const STYLE = `
body{margin:0;padding:24px 16px;background:#fbf9f4;color:#1b2a2a;font:17px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif}
.sheet{max-width:34rem;margin:0 auto;padding:24px;background:#fff;border:1px solid #d9d5c8;border-radius:10px}
p{margin:0 0 1em}
.words{white-space:pre-line}
.button{display:inline-block;padding:12px 20px;border-radius:8px;background:#0b5f54;color:#fff;font-weight:600;text-decoration:none}
.words a{color:#0b5f54;word-break:break-all}
.address{display:inline-block;margin-top:8px;font-size:14px;color:#0b5f54;word-break:break-all}
.signature{margin:1.5em 0 0;padding-top:1em;border-top:1px solid #d9d5c8;color:#53615f}
@media (prefers-color-scheme:dark){
body{background:#141c1c;color:#ecefe9}.sheet{background:#1c2726;border-color:#364442}
.button{background:#7fd1bf;color:#08231f}.address,.words a{color:#7fd1bf}.signature{border-color:#364442;color:#a9b6b2}}
`;
