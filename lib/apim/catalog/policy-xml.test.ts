import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import type { Product } from '../../domain/catalog/product';
import { isSamePolicy, productPolicyXml } from './policy-xml';

function productWith(qualityOfService: Product['qualityOfService']): Product {
  return {
    id: 'basic',
    displayName: 'Basic',
    description: null,
    pricingModelType: 'Free',
    recurring: { interval: 'month', intervalCount: 1 },
    qualityOfService,
  };
}

const BASIC = productWith({
  rateLimit: { calls: 100, renewalPeriodSeconds: 60 },
  quota: { calls: 50_000, renewalPeriodSeconds: 2_629_800 },
});

describe("a product's policy", () => {
  it('limits the rate and the quota on top of what the service does anyway', () => {
    const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' });
    expect(parser.parse(productPolicyXml(BASIC))).toEqual({
      policies: {
        inbound: {
          base: '',
          'rate-limit': { calls: '100', 'renewal-period': '60' },
          quota: { calls: '50000', 'renewal-period': '2629800' },
        },
        backend: { base: '' },
        outbound: { base: '' },
        'on-error': { base: '' },
      },
    });
  });

  it('has no limit that the catalog does not name', () => {
    const xml = productPolicyXml(productWith({ rateLimit: null, quota: null }));
    expect(xml).not.toMatch(/rate-limit|quota/);
  });

  it('is refused where API Management could not hold it', () => {
    const slow = productWith({ rateLimit: { calls: 1, renewalPeriodSeconds: 301 }, quota: null });
    expect(() => productPolicyXml(slow)).toThrow(/301.*300/);
  });

  it('is recognized after API Management has reformatted it', () => {
    const xml = productPolicyXml(BASIC);
    const asAnswered = `\uFEFF${xml.replaceAll('\n', '\r\n').replaceAll('  ', '\t').replaceAll(' />', '/>')}`;
    expect(isSamePolicy(asAnswered, xml)).toBe(true);
    expect(isSamePolicy(xml.replace('"100"', '"101"'), xml)).toBe(false);
  });
});
