import type { Product } from '../../domain/catalog/product';
import { POLICY_MARK } from '../../kit/wire-names';
import { LONGEST_RATE_WINDOW_SECONDS } from './limits';

/**
 * The policy of a product: its rate limit and its quota, around the service's default policy. Each subscription's quota
 * runs from its own start.
 */
export function productPolicyXml(product: Product): string {
  const { rateLimit, quota } = product.qualityOfService;
  if (rateLimit && rateLimit.renewalPeriodSeconds > LONGEST_RATE_WINDOW_SECONDS) {
    throw new Error(
      `Product ${product.id}: qualityOfService.rateLimit.renewalPeriodSeconds is ${rateLimit.renewalPeriodSeconds}, ` +
        `and API Management takes at most ${LONGEST_RATE_WINDOW_SECONDS}. Use a quota for longer periods.`,
    );
  }
  const limits = [
    rateLimit &&
      `<rate-limit calls="${rateLimit.calls}" renewal-period="${rateLimit.renewalPeriodSeconds}" />`,
    quota && `<quota calls="${quota.calls}" renewal-period="${quota.renewalPeriodSeconds}" />`,
  ].filter((line) => line !== null);
  return policyXml([`<!-- ${POLICY_MARK}. Changes by hand are undone. -->`, ...limits]);
}

/** A whole policy document with `lines` in its inbound section. */
export function policyXml(lines: readonly string[]): string {
  return [
    '<policies>',
    '  <inbound>',
    '    <base />',
    ...lines.map((line) => `    ${line}`),
    '  </inbound>',
    '  <backend>',
    '    <base />',
    '  </backend>',
    '  <outbound>',
    '    <base />',
    '  </outbound>',
    '  <on-error>',
    '    <base />',
    '  </on-error>',
    '</policies>',
    '',
  ].join('\n');
}

/** API Management keeps the text but not always its line ends and indents. */
export function isSamePolicy(one: string, other: string): boolean {
  return compact(one) === compact(other);
}

function compact(xml: string): string {
  return xml
    .replace(/^\uFEFF/, '')
    .replace(/\s+/g, ' ')
    .replace(/> </g, '><')
    .replace(/ ?\/>/g, '/>')
    .trim();
}
