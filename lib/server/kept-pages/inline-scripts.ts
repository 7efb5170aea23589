import { createHash } from 'node:crypto';

/**
 * The sources of a content security policy that admit the inline scripts of a finished page, and no other. The page
 * must not have anything in it that came with a request, or this would vouch for it.
 */
export function hashSources(html: string): string[] {
  const scripts = html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi);
  const sources = [...scripts]
    .filter(([, attributes = '']) => !/\bsrc\s*=/i.test(attributes))
    .map(([, , text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  return [...new Set(sources)];
}
