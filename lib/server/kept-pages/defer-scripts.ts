const SCRIPT = /<script\b([^>]*)><\/script>/g;
const PRELOAD = /<link\b[^>]*>/g;

/** What the scripts of a page wait for: its first paint, or the first input of the visitor. */
export type Until = 'painted' | 'used';

/**
 * Defers the scripts of a finished page: all content is in the document, and on a phone the scripts would compete with it
 * for bandwidth and keep the processor busy around the first paint. They are inserted in their order after that; without
 * scripts nothing changes. Scripts for old browsers stay where they are.
 */
export function deferScripts(html: string, until: Until): string {
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
  return `${document.slice(0, end)}<script>{${loader(sources, until)}}</script>${document.slice(end)}`;
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

function loader(sources: readonly string[], until: Until): string {
  const list = JSON.stringify(sources).replaceAll('<', '\\u003c');
  return [
    `let begun=0;const sources=${list};`,
    'const add=(tag,more)=>document.head.append(Object.assign(document.createElement(tag),more));',
    'const begin=()=>{if(begun++)return;',
    LINKS_TO_STYLES,
    'for(const src of sources)add("script",{src,async:true})};',
    ...(until === 'painted' ? WHEN_PAINTED : WHEN_USED),
  ].join('');
}

/**
 * React looks for a link to each style sheet when it hydrates, and inserts those that are missing: all rules a second time,
 * and fonts that then load late and shift the text. So there is a link to each, which applies to no medium.
 */
const LINKS_TO_STYLES =
  'for(const{dataset:{file:href}}of document.querySelectorAll("style[data-file]"))add("link",{rel:"stylesheet",media:"not all",href});';

/**
 * Waits until the browser reports a paint. A page that is loaded in the background is never painted, and old browsers
 * don't report it: there the scripts are inserted a second after everything else.
 */
const WHEN_PAINTED = [
  // First: a browser without the observer ends this script at the next line.
  'addEventListener("load",()=>setTimeout(begin,1e3));',
  'new PerformanceObserver((_,drawn)=>{drawn.disconnect();begin()}).observe({type:"paint",buffered:true})',
];

/**
 * Waits for the pointer, a touch or a key; the files are prefetched meanwhile. Until then links and forms work as they do
 * without scripts. A page that comes from the back/forward cache without having run them is reloaded: the visitor may have
 * signed in since.
 */
const WHEN_USED = [
  // Browsers send this also for a mouse that doesn't move, where a page appears under it.
  'addEventListener("pointermove",({movementX,movementY})=>{if(movementX||movementY)begin()},{passive:true});',
  'for(const sign of ["pointerdown","touchstart","keydown","focusin","input"])',
  'addEventListener(sign,begin,{once:true,passive:true,capture:true});',
  'addEventListener("load",()=>setTimeout(()=>{for(const href of sources)add("link",{rel:"prefetch",href})},1e3));',
  'addEventListener("pageshow",({persisted})=>{if(persisted&&!begun)location.reload()})',
];
