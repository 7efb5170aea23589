const STYLESHEET = /<link\b[^>]*\brel="stylesheet"[^>]*>/g;

/**
 * Replaces the links to style sheets of a finished page by their content, so that it is painted as soon as it has arrived:
 * on a phone each round trip takes a sixth of a second, and a browser that has the page in its cache paints nothing
 * without them either. They are small, and an unchanged page is not sent again at all. Each element names its file, to
 * which the page's scripts need a link (`defer-scripts.ts`).
 */
export async function inlineStyles(
  html: string,
  read: (address: string) => Promise<string>,
): Promise<string> {
  const tags = [...new Set(html.match(STYLESHEET) ?? [])];
  const styles = new Map(
    await Promise.all(tags.map(async (tag) => [tag, await style(tag, read)] as const)),
  );
  return html.replace(STYLESHEET, (tag) => styles.get(tag) ?? tag);
}

async function style(tag: string, read: (address: string) => Promise<string>): Promise<string> {
  const address = /\bhref="(\/[^"]+\.css)"/.exec(tag)?.[1];
  if (address === undefined) return tag;
  const css = absoluteIn(await read(address), address);
  if (css.includes('</style')) return tag;
  return `<style data-file="${address}">${css}</style>`;
}

/** Makes addresses that are relative to the style sheet absolute. */
function absoluteIn(css: string, address: string): string {
  return css.replace(
    /url\((["']?)(\.{1,2}\/[^"')]+)\1\)/g,
    (_, quote: string, relative: string) => {
      const { pathname } = new URL(relative, `http://localhost${address}`);
      return `url(${quote}${pathname}${quote})`;
    },
  );
}
