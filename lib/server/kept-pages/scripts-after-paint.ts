const SCRIPT = /<script\b([^>]*)><\/script>/g;
const PRELOAD = /<link\b[^>]*>/g;

/**
 * Defers the scripts of a finished page until its first paint: all content is in the document, and on a phone the
 * scripts would compete with the styles for bandwidth and keep the processor busy just before the paint. They are
 * inserted in their order after that; without scripts nothing changes. Scripts for old browsers stay where they are.
 */
export function loadScriptsAfterPaint(html: string): string {
  const sources: string[] = [];
  const withoutScripts = html.replace(SCRIPT, (tag, attributes: string) => {
    const source = /\bsrc="([^"]+)"/.exec(attributes)?.[1];
    if (source === undefined || !/\basync\b/.test(attributes) || /nomodule/i.test(attributes))
      return tag;
    sources.push(source);
    return '';
  });
  if (sources.length === 0) return html;
  const document = withoutScripts.replace(PRELOAD, (tag) => (isPreloadedScript(tag) ? '' : tag));
  const end = document.lastIndexOf('</body>');
  if (end < 0) return html;
  return `${document.slice(0, end)}<script>{${loader(sources)}}</script>${document.slice(end)}`;
}

/** The same for the header that names what to load early; null when nothing is left of it. */
export function withoutScriptHints(link: string | null): string | null {
  const kept = (link ?? '')
    .split(/,\s*(?=<)/)
    .filter((hint) => hint !== '' && !/as="?script/.test(hint));
  return kept.length === 0 ? null : kept.join(', ');
}

function isPreloadedScript(tag: string): boolean {
  return /\brel="(?:module)?preload"/.test(tag) && /\bas="script"/.test(tag);
}

/**
 * Waits until the browser reports a paint. A page that is loaded in the background is never painted, and old browsers
 * don't report it: there the scripts are inserted a second after everything else.
 */
function loader(sources: readonly string[]): string {
  const list = JSON.stringify(sources).replaceAll('<', '\\u003c');
  return [
    'let begun=0;',
    `const begin=()=>{if(!begun++)for(const src of ${list})`,
    'document.head.append(Object.assign(document.createElement("script"),{src,async:true}))};',
    // First: a browser without the observer ends this script at the next line.
    'addEventListener("load",()=>setTimeout(begin,1e3));',
    'new PerformanceObserver((_,drawn)=>{drawn.disconnect();begin()}).observe({type:"paint",buffered:true})',
  ].join('');
}
