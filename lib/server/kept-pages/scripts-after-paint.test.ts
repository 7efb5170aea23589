import { expect, test } from 'vitest';
import { loadScriptsAfterPaint, withoutScriptHints } from './scripts-after-paint';

const page = (head: string, body: string) =>
  `<!DOCTYPE html><html><head>${head}</head><body>${body}</body></html>`;

test('scripts of a finished page are inserted after its first paint, in their order', () => {
  const html = page(
    '<link rel="stylesheet" href="/a.css"/><link rel="preload" as="script" fetchPriority="low" href="/b.js"/><script src="/a.js" async=""></script>',
    '<h1>Prices</h1><script src="/b.js" id="_R_" async=""></script><script>push([1])</script>',
  );
  const changed = loadScriptsAfterPaint(html);
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
  expect(loadScriptsAfterPaint(html)).toBe(html);
});

test('an address can’t end the script that contains it', () => {
  const html = page('<script src="/a.js?</script>" async=""></script>', '');
  expect(loadScriptsAfterPaint(html)).not.toContain('["/a.js?</script>');
});

test('the header keeps its hints on styles and fonts', () => {
  expect(
    withoutScriptHints('</f.woff2>; rel=preload; as="font", </a.js>; rel=preload; as="script"'),
  ).toBe('</f.woff2>; rel=preload; as="font"');
  expect(withoutScriptHints('</a.js>; rel=preload; as="script"')).toBeNull();
  expect(withoutScriptHints(null)).toBeNull();
});

test('a browser that can’t say when it has drawn gets them after everything else', () => {
  const [, loader = ''] = loadScriptsAfterPaint(
    page('<script src="/a.js" async=""></script>', ''),
  ).split(/<script>\{|\}<\/script>/);
  const inserted: string[] = [];
  const listeners: (() => void)[] = [];
  const document = {
    createElement: () => ({ src: '' }),
    head: { append: ({ src }: { src: string }) => inserted.push(src) },
  };
  const run = new Function(
    'document',
    'addEventListener',
    'setTimeout',
    'PerformanceObserver',
    loader,
  );
  const atOnce = (work: () => void) => work();
  const listen = (_: string, work: () => void) => listeners.push(work);
  expect(() => run(document, listen, atOnce, undefined)).toThrow(TypeError);
  expect(inserted).toEqual([]);
  for (const loaded of listeners) loaded();
  expect(inserted).toEqual(['/a.js']);
});
