import type { ComparedSubscription } from '@/lib/use-cases/operator-subscriptions';

/** In which of their words the three contradict each other, as sentences. */
export function differences(compared: ComparedSubscription): string[] {
  const { row, provider, gateway } = compared;
  const found: string[] = [];
  if (provider.kind === 'unread')
    found.push('The provider did not answer: nothing is known of it.');
  if (gateway.kind === 'unread') found.push('The gateway did not answer: nothing is known of it.');
  const atProvider = provider.kind === 'read' ? provider.facts : undefined;
  const atGateway = gateway.kind === 'read' ? gateway.facts : undefined;
  if (row.providerId !== null && atProvider === null) {
    found.push('The provider does not know it.');
  }
  if (atProvider && atProvider.status !== row.status) {
    found.push(`The provider says ${atProvider.status}, our row ${row.status}.`);
  }
  if (atProvider?.productId && atProvider.productId !== row.productId) {
    found.push(`The provider bills ${atProvider.productId}, our row says ${row.productId}.`);
  }
  if (atGateway !== undefined && (atGateway?.status ?? 'absent') !== row.gatewayState) {
    found.push(`The gateway says ${atGateway?.status ?? 'absent'}, our row ${row.gatewayState}.`);
  }
  if (atGateway?.productId && atGateway.productId !== row.productId) {
    found.push(`Its keys open ${atGateway.productId}, our row says ${row.productId}.`);
  }
  return found;
}
