import { encodeQR } from "qr";
import type { Text } from "../i18n/text.ts";
import { useText } from "../ui/context.ts";

const QUIET = 4;

const bar = (x: number, y: number, length: number): string => `M${x} ${y}h${length}v1h-${length}z`;

/** Where dark modules of a row begin, and how many follow each other. */
const runsOf = (row: readonly boolean[]): readonly (readonly [x: number, length: number])[] =>
  row.flatMap((dark, x) => {
    if (!dark || row[x - 1] === true) return [];
    const end = row.indexOf(false, x);
    return [[x, (end === -1 ? row.length : end) - x] as const];
  });

/** A QR code, dark on white whatever the theme: scanners need it so. */
export function QrView({ text, label }: { readonly text: string; readonly label: Text }) {
  const t = useText();
  const modules = encodeQR(text, "raw", { ecc: "medium", border: QUIET });
  const size = modules.length;
  const path = modules.flatMap((row, y) => runsOf(row).map(([x, length]) => bar(x, y, length))).join("");
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t(label)} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}
