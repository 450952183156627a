export type CalendarEvent = {
  /** The same for ever: a changed event takes the place of the one it was. */
  readonly uid: string;
  /** A day as `2027-03-28`. */
  readonly on: string;
  readonly title: string;
  readonly description: string;
  readonly href: string;
  readonly changedAt: Date;
};

const LONGEST_OCTETS = 75;

/** Text inside a property (RFC 5545, 3.3.11). */
const escaped = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they have no place in a calendar
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, (one) => (one === "\r" ? "" : " "))
    .replace(/[\\;,]/g, (one) => `\\${one}`)
    .replace(/\n/g, "\\n");

/** Lines of more than 75 octets go on in the next one, after a space; a character is never cut (RFC 5545, 3.1). */
export function foldLine(line: string): string {
  const lines = [""];
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > LONGEST_OCTETS) {
      lines.push(" ");
      octets = 1;
    }
    lines[lines.length - 1] += character;
    octets += size;
  }
  return lines.join("\r\n");
}

const stamp = (at: Date): string => `${at.toISOString().replace(/[-:]/g, "").slice(0, 15)}Z`;
const day = (on: string): string => on.replaceAll("-", "");

/** The day after, at which an event of a day ends. */
function nextDay(on: string): string {
  const next = new Date(`${on}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

/** Days to remember, as calendars subscribe to them. Days are those of Paris, whole, and keep nobody from being free. */
export function writeCalendar(name: string, events: readonly CalendarEvent[]): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Fonds de solidarite numerique//Collectes//FR",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    "X-WR-TIMEZONE:Europe/Paris",
    "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
    ...events.flatMap((event) => [
      "BEGIN:VEVENT",
      `UID:${escaped(event.uid)}`,
      `DTSTAMP:${stamp(event.changedAt)}`,
      `LAST-MODIFIED:${stamp(event.changedAt)}`,
      `DTSTART;VALUE=DATE:${day(event.on)}`,
      `DTEND;VALUE=DATE:${day(nextDay(event.on))}`,
      `SUMMARY:${escaped(event.title)}`,
      `DESCRIPTION:${escaped(event.description)}`,
      `URL:${event.href}`,
      "TRANSP:TRANSPARENT",
      "END:VEVENT",
    ]),
    "END:VCALENDAR",
  ];
  return `${lines.map(foldLine).join("\r\n")}\r\n`;
}
