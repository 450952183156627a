import { renderToString } from "preact-render-to-string";
import { decodeQR } from "qr/decode.js";
import { expect, test } from "vitest";
import { QrView } from "../../src/sharing/qr-view.tsx";

const PIXELS_A_MODULE = 4;

/** The picture that a camera would take of the drawing: its bars, black on white. */
function photograph(svg: string): { readonly width: number; readonly height: number; readonly data: Uint8Array } {
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]) * PIXELS_A_MODULE;
  const data = new Uint8Array(size * size * 4).fill(255);
  for (const [, ...numbers] of svg.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    const [x = 0, y = 0, length = 0] = numbers.map((one) => Number(one) * PIXELS_A_MODULE);
    for (let row = y; row < y + PIXELS_A_MODULE; row++)
      for (let column = x; column < x + length; column++)
        data.fill(0, (row * size + column) * 4, (row * size + column) * 4 + 3);
  }
  return { width: size, height: size, data };
}

test.each([
  "https://a.fr",
  "https://fonds.example.org/collectes/un-atelier",
  `https://fonds.example.org/collectes/${"éabc-".repeat(20)}`,
])("the code drawn for %s reads back as just that", (address) => {
  const svg = renderToString(<QrView text={address} label={{ fr: "Code à scanner", en: "Code to scan" }} />);

  expect(decodeQR(photograph(svg))).toBe(address);
});
