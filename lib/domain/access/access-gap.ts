import type { Notice } from './access';

/**
 * Where the gateway has not confirmed yet what the payment asks for: it still lets calls through that it should not
 * (`closing`), or not yet those that it should (`opening`). A page says that, and not what is only intended.
 */
export type AccessGap = 'closing' | 'opening';

export function accessGap(subscription: {
  notice: Notice | null;
  /** What the gateway has confirmed. */
  gatewayState: string;
  /** It was asked to end at once. */
  endingNow: boolean;
}): AccessGap | null {
  const { notice, gatewayState, endingNow } = subscription;
  const isOpen = gatewayState === 'active';
  if (endingNow) return isOpen ? 'closing' : null;
  switch (notice?.kind) {
    case 'suspended':
    case 'ended':
      return isOpen ? 'closing' : null;
    case 'active':
    case 'ends-on':
    case 'payment-failed':
      return isOpen ? null : 'opening';
    default:
      return null;
  }
}
