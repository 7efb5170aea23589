import { expect, test } from 'vitest';
import { deferScripts, type Until, withoutScriptHints } from './defer-scripts';

const page = (head: string, body: string) =>
  `<!DOCTYPE html><html><head>${head}</head><body>${body}</body></html>`;

test('scripts of a finished page are inserted after its first paint, in their order', () => {
  const html = page(
    '<link rel="stylesheet" href="/a.css"/><link rel="preload" as="script" fetchPriority="low" href="/b.js"/><script src="/a.js" async=""></script>',
    '<h1>Prices</h1><script src="/b.js" id="_R_" async=""></script><script>push([1])</script>',
  );
  const changed = deferScripts(html, 'painted');
  const [before, loader = '', after] = changed.split(/<script>\{|\}<\/script>/);
  expect([before, after]).toEqual([
    '<!DOCTYPE html><html><head><link rel="stylesheet" href="/a.css"/></head><body><h1>Prices</h1><script>push([1])</script>',
    '</body></html>',
  ]);
  expect(loader).toContain('["/a.js","/b.js"]');
  expect(() => new Function(loader)).not.toThrow();
});

test('what is no script to wait for stays as it is', () => {
  const html = page(
    '<link rel="preload" as="font" href="/f.woff2"/><script src="/old.js" noModule=""></script>',
    '<script>push([1])</script><script src="/now.js"></script>',
  );
  expect(deferScripts(html, 'used')).toBe(html);
});

test('an address can’t end the script that contains it', () => {
  const html = page('<script src="/a.js?</script>" async=""></script>', '');
  expect(deferScripts(html, 'used')).not.toContain('["/a.js?</script>');
});

test('the header keeps its hints on styles and fonts', () => {
  expect(
    withoutScriptHints('</f.woff2>; rel=preload; as="font", </a.js>; rel=preload; as="script"'),
  ).toBe('</f.woff2>; rel=preload; as="font"');
  expect(withoutScriptHints('</a.js>; rel=preload; as="script"')).toBeNull();
  expect(withoutScriptHints(null)).toBeNull();
});

test('a browser that can’t say when it has drawn gets them after everything else', () => {
  const { inserted, fire, run } = browserOf('painted');
  expect(run).toThrow(TypeError);
  expect(inserted).toEqual([]);
  fire('load');
  expect(inserted).toEqual(BEGUN);
});

test('a page for somebody not signed in runs its scripts when it is used, once', () => {
  const { inserted, fire, run } = browserOf('used');
  run();
  expect(inserted).toEqual([]);
  fire('load');
  expect(inserted).toEqual([{ tag: 'link', rel: 'prefetch', href: '/a.js' }]);
  fire('pointermove', { movementX: 0, movementY: 0 });
  expect(inserted).toHaveLength(1);
  fire('pointermove', { movementX: 0, movementY: 1 });
  fire('keydown');
  expect(inserted.slice(1)).toEqual(BEGUN);
});

test('a page from the back/forward cache is reloaded, unless its scripts run already', () => {
  const { reloads, fire, run } = browserOf('used');
  run();
  fire('pageshow', { persisted: false });
  expect(reloads()).toBe(0);
  fire('pageshow', { persisted: true });
  expect(reloads()).toBe(1);
  fire('touchstart');
  fire('pageshow', { persisted: true });
  expect(reloads()).toBe(1);
});

/** The link to an inlined style sheet comes before the scripts that look for it. */
const BEGUN = [
  { tag: 'link', rel: 'stylesheet', media: 'not all', href: '/a.css' },
  { tag: 'script', src: '/a.js', async: true },
];

/** A browser without PerformanceObserver, whose timers fire at once, that runs the loader of a page. */
function browserOf(until: Until) {
  const html = deferScripts(page('<script src="/a.js" async=""></script>', ''), until);
  const [, loader = ''] = html.split(/<script>\{|\}<\/script>/);
  const inserted: object[] = [];
  const listeners: [string, (event: object) => void][] = [];
  let reloads = 0;
  const surroundings = {
    document: {
      createElement: (tag: string) => ({ tag }),
      querySelectorAll: (what: string) =>
        what === 'style[data-file]' ? [{ dataset: { file: '/a.css' } }] : [],
      head: { append: (element: object) => inserted.push(element) },
    },
    location: { reload: () => (reloads += 1) },
    addEventListener: (...one: [string, () => void]) => listeners.push(one),
    setTimeout: (work: () => void) => work(),
    PerformanceObserver: undefined,
  };
  const script = new Function(...Object.keys(surroundings), loader);
  return {
    inserted,
    reloads: () => reloads,
    run: () => script(...Object.values(surroundings)),
    fire: (name: string, event: object = {}) => {
      for (const [listened, hear] of listeners) if (listened === name) hear(event);
    },
  };
}
