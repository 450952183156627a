const ascii = (text: string) => [...Buffer.from(text, "latin1")];

/** How a file of each kind begins. */
const SIGNATURES: readonly (readonly [contentType: string, bytes: readonly number[]])[] = [
  ["application/pdf", ascii("%PDF-")],
  ["image/png", [0x89, ...ascii("PNG\r\n"), 0x1a, 0x0a]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
];

const ZIP = [...ascii("PK"), 0x03, 0x04];
const OFFICE = "application/vnd.openxmlformats-officedocument";
const OPEN_DOCUMENT = "application/vnd.oasis.opendocument";

/** Kinds of archives: an OpenDocument begins with its type in clear, an Office document names its parts. */
const OPEN_DOCUMENTS = [`${OPEN_DOCUMENT}.spreadsheet`, `${OPEN_DOCUMENT}.text`];
const OFFICE_PARTS: readonly (readonly [contentType: string, part: string])[] = [
  [`${OFFICE}.spreadsheetml.sheet`, "xl/workbook.xml"],
  [`${OFFICE}.wordprocessingml.document`, "word/document.xml"],
];
const OFFICE_TYPES_PART = "[Content_Types].xml";
const OFFICE_MACROS = "vbaProject.bin";

export const CSV = "text/csv";

/** What we keep, as the file chooser of a page names it. */
export const ACCEPTED_FILES = ".pdf,.jpg,.jpeg,.png,.ods,.odt,.xlsx,.docx,.csv";

/** What a file is by its content, whatever its name says; undefined where it is none of the kinds we keep. */
export function contentTypeOf(bytes: Uint8Array): string | undefined {
  const known = SIGNATURES.find(([, start]) => startsWith(bytes, start))?.[0];
  if (known !== undefined) return known;
  return startsWith(bytes, ZIP) ? archiveType(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)) : csvOf(bytes);
}

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  bytes.length >= start.length && start.every((byte, index) => bytes[index] === byte);

function archiveType(archive: Buffer): string | undefined {
  const openDocument = OPEN_DOCUMENTS.find((type) =>
    archive.subarray(30, 120).includes(`mimetype${type}PK`, 0, "latin1"),
  );
  if (openDocument !== undefined) return openDocument;
  if (!archive.includes(OFFICE_TYPES_PART, 0, "latin1") || archive.includes(OFFICE_MACROS, 0, "latin1"))
    return undefined;
  return OFFICE_PARTS.find(([, part]) => archive.includes(part, 0, "latin1"))?.[0];
}

/** Text in UTF-8 or Windows-1252 with a separator in its first line, and no byte that text does not have. */
function csvOf(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0 || bytes.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d)) {
    return undefined;
  }
  const [firstLine = ""] = Buffer.from(bytes).toString("latin1").split(/\r?\n/, 1);
  const isMarkup = firstLine.trimStart().startsWith("<") || firstLine.includes("<!");
  return !isMarkup && /[;,\t]/.test(firstLine) ? CSV : undefined;
}

const MOST_LETTERS = 120;

/** A name fit for any disk: no path, no control or reserved characters, its ending kept. */
export function cleanFilename(name: string): string {
  const base = name.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const clean = base
    .replace(/[^\p{L}\p{M}\p{N}._ ()-]/gu, "_")
    .replace(/^[.\s]+/, "")
    .trim();
  if (clean.length <= MOST_LETTERS) return clean || "fichier";
  const dot = clean.lastIndexOf(".");
  const ending = dot > 0 && clean.length - dot <= 10 ? clean.slice(dot) : "";
  return clean.slice(0, MOST_LETTERS - ending.length) + ending;
}
