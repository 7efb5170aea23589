import type { MetadataRoute } from 'next';

/** What is public may be indexed; what belongs to a person may not. */
export default function robots(): MetadataRoute.Robots {
  return {
    rules: {
      userAgent: '*',
      allow: '/',
      disallow: ['/account', '/api/', '/apim-delegation', '/checkout', '/operator'],
    },
  };
}
