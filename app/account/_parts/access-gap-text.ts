import type { AccessGap } from '@/lib/domain/access/access-gap';

/** Said instead of what is only intended, until API Management has confirmed it. */
export const ACCESS_GAP_TEXT: Record<AccessGap, { badge: string; title: string; help: string }> = {
  closing: {
    badge: 'Suspending…',
    title: 'Suspending… not confirmed by API Management yet.',
    help: 'Your key may still work until then. We retry every few minutes; there is nothing to do.',
  },
  opening: {
    badge: 'Activating…',
    title: 'Activating… not confirmed by API Management yet.',
    help: 'Your key works once it is. We retry every few minutes; there is nothing to do.',
  },
};
