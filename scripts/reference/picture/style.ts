/** What all pictures share: their colours in light and dark, and the frame around them. */

/** Okabe and Ito's colours, which the colour-blind tell apart; lighter ones on dark. */
const LIGHT = ['#0072b2', '#d55e00', '#007a5a', '#a8487f', '#8a6d00'];
const DARK = ['#56b4e9', '#ff9d57', '#3fc99f', '#e79ac6', '#e6c84f'];

export const COLOURS = LIGHT.length;

const colours = (list: readonly string[]) =>
  list.map((colour, i) => `.c${i} { stroke: ${colour} } .f${i} { fill: ${colour} }`);

/** Dashes of curves that lie on one another take turns. */
const OFFSETS = LIGHT.map((_, i) => `.dashed.c${i} { stroke-dashoffset: ${i * 3} }`);

export const STYLE = `<style>
  .card { fill: #ffffff; stroke: #d1d9e0 } .text { fill: #1f2328 } .quiet { fill: #59636e } .grid { stroke: #e6eaef } .axis { stroke: #818b98 }
  .curve { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round } .dashed { stroke-dasharray: 6 4; stroke-linecap: butt }
  ${colours(LIGHT).join(' ')}
  ${OFFSETS.join(' ')}
  @media (prefers-color-scheme: dark) {
    .card { fill: #0d1117; stroke: #3d444d } .text { fill: #e6edf3 } .quiet { fill: #9198a1 } .grid { stroke: #21262d } .axis { stroke: #656c76 }
    ${colours(DARK).join(' ')}
  }
</style>`;

/** A card with rounded corners, so that a picture is legible on any page. */
export const svg = (width: number, height: number, label: string, body: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="${escape(label)}">
${STYLE}
<rect class="card" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
${body.join('\n')}
</svg>
`;

export const escape = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

export const group = (x: number, y: number, body: readonly string[]): string =>
  `<g transform="translate(${x},${y})">\n${body.join('\n')}\n</g>`;

/** Two digits behind the point of a pixel tell nothing. */
export const round = (value: number): number => Math.round(value * 10) / 10;
