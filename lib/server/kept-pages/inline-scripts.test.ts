import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashSources } from './inline-scripts';

const sha = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

test('each inline script has its hash, letter by letter, and scripts by address have none', () => {
  const html = `<html><head><script src="/a.js" async=""></script><script>let a = 1;
</script></head><body><script id="_R_">b('</'+'p>')</script><SCRIPT>let a = 1;
</SCRIPT></body></html>`;
  expect(hashSources(html)).toEqual([sha('let a = 1;\n'), sha("b('</'+'p>')")]);
});

test('the hash is the one that browsers compute', () => {
  // Of the specification's own example.
  expect(hashSources("<script>alert('Hello, world.');</script>")).toEqual([
    "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='",
  ]);
});
