import { promisify } from "node:util";
import { crc32, deflate } from "node:zlib";
import { PREVIEW_SIZE } from "../ui/document-head.tsx";

type Colour = readonly [red: number, green: number, blue: number];

const PAPER: Colour = [251, 249, 244];
const PRIMARY: Colour = [11, 95, 84];
const MATCH: Colour = [200, 112, 42];
const LINE: Colour = [217, 213, 200];

const { width, height } = PREVIEW_SIZE;
const CENTRE = { x: width / 2, y: 285 };
const BAR_HEIGHT = 30;
/** Radii of the mark's two halves: gifts, and what partners add. */
const [LEFT_RADIUS, RIGHT_RADIUS] = [198, 126];

/** How much of a pixel at this distance lies within a circle: edges are smooth. */
const covered = (radius: number, distance: number): number => Math.min(1, Math.max(0, radius - distance + 0.5));

function colourAt(x: number, y: number): Colour {
  if (y >= height - BAR_HEIGHT) return x < width * 0.55 ? PRIMARY : x < width * 0.8 ? MATCH : LINE;
  const isLeft = x < CENTRE.x;
  const distance = Math.hypot(x + 0.5 - CENTRE.x, y + 0.5 - CENTRE.y);
  return blend(isLeft ? PRIMARY : MATCH, covered(isLeft ? LEFT_RADIUS : RIGHT_RADIUS, distance));
}

const blend = (colour: Colour, share: number): Colour => {
  const mixed = (index: 0 | 1 | 2) => Math.round(colour[index] * share + PAPER[index] * (1 - share));
  return [mixed(0), mixed(1), mixed(2)];
};

/** One chunk of a PNG: length, name, content, check sum (RFC 2083). */
function chunk(name: string, content: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(name, "latin1"), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** The picture networks show beside a link, drawn from the fund's mark: networks take no SVG. */
async function drawPreview(): Promise<Buffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const line = 1 + width * 3;
  const pixels = Buffer.alloc(height * line);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) pixels.set(colourAt(x, y), y * line + 1 + x * 3);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", await promisify(deflate)(pixels, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

let drawn: Promise<Buffer> | undefined;

/** Drawn when it is first asked for. */
export function previewImage(): Promise<Buffer> {
  drawn ??= drawPreview();
  return drawn;
}
