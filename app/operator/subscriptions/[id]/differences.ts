import type { ComparedSubscription } from '@/lib/use-cases/operator/subscriptions';

/** In which of their words the three contradict each other, as sentences. */
export function differences(compared: ComparedSubscription): string[] {
  const { row, provider, gateway } = compared;
  const found: string[] = [];
  if (provider.kind === 'unread') found.push('Stripe didn’t respond, so its state is unknown.');
  if (gateway.kind === 'unread')
    found.push('API Management didn’t respond, so its state is unknown.');
  const atProvider = provider.kind === 'read' ? provider.facts : undefined;
  const atGateway = gateway.kind === 'read' ? gateway.facts : undefined;
  if (row.providerId !== null && atProvider === null) {
    found.push('Stripe doesn’t know this subscription.');
  }
  if (atProvider && atProvider.status !== row.status) {
    found.push(`Stripe says ${atProvider.status}, our record says ${row.status}.`);
  }
  if (atProvider?.productId && atProvider.productId !== row.productId) {
    found.push(`Stripe bills ${atProvider.productId}, our record says ${row.productId}.`);
  }
  if (isLost(compared)) {
    found.push(
      'API Management has lost it: its keys don’t work. Restore it; the keys will be new.',
    );
  } else if (atGateway !== undefined && (atGateway?.status ?? 'absent') !== row.gatewayState) {
    found.push(
      `API Management says ${atGateway?.status ?? 'absent'}, our record says ${row.gatewayState}.`,
    );
  }
  const shouldBeClosed =
    row.cancelRequestedAt !== null || ['unpaid', 'paused', 'canceled'].includes(row.status);
  // Where the gateway is not as our row has it, that is said already.
  const isAsRow = (atGateway?.status ?? 'absent') === row.gatewayState;
  if (isAsRow && atGateway?.status === 'active' && shouldBeClosed) {
    found.push('Its keys still work but shouldn’t: API Management hasn’t closed it yet.');
  }
  const isGood = row.status === 'active' || row.status === 'trialing' || row.status === 'free';
  if (
    isGood &&
    isAsRow &&
    row.cancelRequestedAt === null &&
    row.endedAt === null &&
    // Suspended by us, for a dispute or a ceiling: that is as it should be.
    row.suspendedFor === '' &&
    atGateway !== undefined &&
    atGateway?.status !== 'active'
  ) {
    found.push('Its keys should work but don’t: API Management hasn’t opened it.');
  }
  if (atGateway?.productId && atGateway.productId !== row.productId) {
    found.push(`Its keys open ${atGateway.productId}, our record says ${row.productId}.`);
  }
  if (compared.ownerBlocked) {
    found.push('Its owner is blocked in API Management: the keys don’t work, whatever is paid.');
  }
  return found;
}

/** Our row says that the gateway has it, and it has nothing. */
export function isLost({ row, gateway }: ComparedSubscription): boolean {
  const isGone = gateway.kind === 'read' && gateway.facts === null;
  if (!isGone || row.endedAt !== null) return false;
  return row.gatewayState !== 'absent' || row.problem?.kind === 'gateway-missing';
}
