/** The anchor that GitHub gives a heading: letters, digits, hyphens and underscores stay. */
export const slug = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replace(/ /g, '-');

/** Anchors of one page: what comes again is counted. */
export function anchors(): (heading: string) => string {
  const seen = new Map<string, number>();
  return heading => {
    const anchor = slug(heading);
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    return times ? `${anchor}-${times}` : anchor;
  };
}
